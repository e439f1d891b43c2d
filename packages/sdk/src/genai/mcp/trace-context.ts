import { context, propagation, trace } from "@opentelemetry/api";
import type { Context, Link, TextMapGetter, TextMapSetter } from "@opentelemetry/api";
import { fields, isFields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { outboundContext } from "../outbound.ts";
import type { TransportInfo } from "./transport-info.ts";
import { isTrusted } from "./trust.ts";

/**
 * A copy of the message whose `params._meta` carries the W3C trace context, by the global propagator, and baggage where
 * the peer may have it. Nothing else of the propagator is sent.
 *
 * @returns The message itself when there is nothing to add, or when its sender put a trace context there.
 */
export function injectContext(message: Fields, from: Context, { host }: TransportInfo): Fields {
  const params = message["params"];
  if (params !== undefined && (!isFields(params) || Array.isArray(params))) return message;
  const meta = fields(params?.["_meta"]);
  if (TRACE_KEYS.some((key) => key in meta)) return message;
  const handedOn = outboundContext(from, host);
  if (handedOn === undefined) return message;
  const carrier: Record<string, string> = {};
  propagation.inject(handedOn, carrier, setter);
  if (Object.keys(carrier).length === 0) return message;
  return { ...message, params: { ...params, _meta: { ...carrier, ...meta } } };
}

/** Where the span of a received message belongs. */
export interface Origin {
  readonly parent: Context;
  readonly links: readonly Link[];
  /** Whether there is a span to belong to. */
  readonly known: boolean;
}

/**
 * The sender's span is the parent, if the message names it and its sender is trusted; a span that is active here too,
 * such as that of the HTTP request that brought the message, becomes a link. Of a sender that is not trusted the span
 * is a link, and the active one the parent.
 */
export function extractContext(message: Fields, info: TransportInfo): Origin {
  const active = context.active();
  const trusted = isTrusted(info);
  const meta = fields(fields(message["params"])["_meta"]);
  const extracted = propagation.extract(active, meta, trusted ? getter : traceGetter);
  const here = trace.getSpanContext(active);
  const there = trace.getSpanContext(extracted);
  const told = there !== undefined && there !== here && trace.isSpanContextValid(there);
  const parent = trusted ? extracted : active;
  const other = trusted ? here : told ? there : undefined;
  const linked = other !== undefined && trace.isSpanContextValid(other) && told;
  const isParent = other?.spanId === trace.getSpanContext(parent)?.spanId;
  return {
    parent,
    links: linked && !isParent ? [{ context: other }] : [],
    known: told || (here !== undefined && trace.isSpanContextValid(here)),
  };
}

const TRACE_KEYS = ["traceparent", "tracestate"];
const KEYS = [...TRACE_KEYS, "baggage"];
/** What the specifications have everybody accept; more is nobody's trace context. */
const MOST_CHARACTERS: Readonly<Record<string, number>> = {
  traceparent: 256,
  tracestate: 4096,
  baggage: 8192,
};

const setter: TextMapSetter<Record<string, string>> = {
  set(carrier, key, value) {
    if (KEYS.includes(key)) carrier[key] = value;
  },
};

const getter: TextMapGetter<Fields> = getterOf(KEYS);
const traceGetter: TextMapGetter<Fields> = getterOf(TRACE_KEYS);

function getterOf(keys: readonly string[]): TextMapGetter<Fields> {
  const get = (carrier: Fields, key: string): string | undefined => {
    if (!keys.includes(key) || !Object.hasOwn(carrier, key)) return undefined;
    const value = text(carrier[key]);
    return value === undefined || value.length > (MOST_CHARACTERS[key] ?? 0) ? undefined : value;
  };
  return { get, keys: (carrier) => keys.filter((key) => Object.hasOwn(carrier, key)) };
}
