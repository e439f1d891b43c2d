import { context, propagation, trace } from "@opentelemetry/api";
import type { Context, Link, TextMapGetter, TextMapSetter } from "@opentelemetry/api";
import { fields, isFields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";

/**
 * A copy of the message whose `params._meta` carries the W3C trace context, by the global propagator. Nothing else
 * of the propagator is sent: baggage may hold what an MCP server must not see.
 *
 * @returns The message itself when there is nothing to add, or when its sender put a trace context there.
 */
export function injectContext(message: Fields, from: Context): Fields {
  const params = message["params"];
  if (params !== undefined && (!isFields(params) || Array.isArray(params))) return message;
  const meta = fields(params?.["_meta"]);
  if (KEYS.some((key) => key in meta)) return message;
  const carrier: Record<string, string> = {};
  propagation.inject(from, carrier, setter);
  if (carrier["traceparent"] === undefined) return message;
  return { ...message, params: { ...params, _meta: { ...meta, ...carrier } } };
}

/** Where the span of a received message belongs. */
export interface Origin {
  readonly parent: Context;
  readonly links: readonly Link[];
  /** Whether there is a span to belong to. */
  readonly known: boolean;
}

/**
 * The sender's span is the parent, if the message names it; a span that is active here too, such as that of the
 * HTTP request that brought the message, becomes a link.
 */
export function extractContext(message: Fields): Origin {
  const active = context.active();
  const parent = propagation.extract(active, fields(fields(message["params"])["_meta"]), getter);
  const here = trace.getSpanContext(active);
  const there = trace.getSpanContext(parent);
  const both = here !== undefined && there !== undefined && here.spanId !== there.spanId;
  return {
    parent,
    links: both && trace.isSpanContextValid(here) ? [{ context: here }] : [],
    known: there !== undefined && trace.isSpanContextValid(there),
  };
}

const KEYS = ["traceparent", "tracestate"];

const setter: TextMapSetter<Record<string, string>> = {
  set(carrier, key, value) {
    if (KEYS.includes(key)) carrier[key] = value;
  },
};

const getter: TextMapGetter<Fields> = {
  get: (carrier, key) => (KEYS.includes(key) ? text(carrier[key]) : undefined),
  keys: (carrier) => KEYS.filter((key) => key in carrier),
};
