import type { HrTime, Link } from "@opentelemetry/api";
import type { TimedEvent } from "@opentelemetry/sdk-trace";
import { cleanAttributes } from "./clean-attributes.ts";
import { isTraceState } from "./identified-span.ts";
import type { SpanLimits } from "./limits.ts";

/** A part of a span, and what it took to make it. */
export interface Part<T> {
  readonly part: T;
  readonly repairs: number;
}

/** An event with clean attributes. https://opentelemetry.io/docs/specs/otel/trace/api/#add-events */
export function createEvent(
  { name, time, attributes }: { name: unknown; time: HrTime; attributes: unknown },
  limits: SpanLimits,
): Part<TimedEvent> {
  const bounds = {
    maxCount: limits.attributePerEventCountLimit,
    maxLength: limits.attributeValueLengthLimit,
  };
  const { repairs, ...clean } = cleanAttributes(attributes, bounds);
  return { part: { name: toText(name), time, ...clean }, repairs };
}

/**
 * A link with clean attributes; undefined when what it points at is no span context.
 * https://opentelemetry.io/docs/specs/otel/trace/api/#link
 */
export function createLink(link: unknown, limits: SpanLimits): Part<Link> | undefined {
  const context = member(link, "context");
  const traceId = member(context, "traceId");
  const spanId = member(context, "spanId");
  const traceFlags = member(context, "traceFlags");
  // Servers refuse the whole request for an id of the wrong length.
  if (typeof traceId !== "string" || !TRACE_ID.test(traceId)) return undefined;
  if (typeof spanId !== "string" || !SPAN_ID.test(spanId)) return undefined;
  const bounds = {
    maxCount: limits.attributePerLinkCountLimit,
    maxLength: limits.attributeValueLengthLimit,
  };
  const { repairs, ...clean } = cleanAttributes(member(link, "attributes"), bounds);
  const traceState = member(context, "traceState");
  const part: Link = {
    context: {
      traceId,
      spanId,
      traceFlags: typeof traceFlags === "number" ? traceFlags : 0,
      ...(member(context, "isRemote") === true && { isRemote: true }),
      ...(isTraceState(traceState) && { traceState }),
    },
    ...clean,
  };
  return { part, repairs };
}

const TRACE_ID = /^[0-9a-f]{32}$/i;
const SPAN_ID = /^[0-9a-f]{16}$/i;

/** A member of a value of any kind; its getter must not throw. */
function member(owner: unknown, key: string): unknown {
  return typeof owner === "object" && owner !== null ? Reflect.get(owner, key) : undefined;
}

/** A name as text: numbers and the like are common mistakes, symbols and objects say nothing. */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
    ? String(value)
    : "";
}
