import {
  type Baggage,
  type BaggageEntry,
  type Context,
  isSpanContextValid,
  propagation,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
  TraceFlags,
} from "@opentelemetry/api";

/**
 * Creates the propagator of `OTEL_PROPAGATORS=jaeger`: the trace in `uber-trace-id`, each baggage entry in a header
 * of its own, `uberctx-<key>`. A header that is not well formed is as good as absent, so it can neither break a
 * trace nor change what is sampled.
 * https://www.jaegertracing.io/sdk-migration/#propagation-format
 */
export function createJaegerPropagator(): TextMapPropagator {
  return { inject, extract, fields: () => [TRACE_HEADER] };
}

const TRACE_HEADER = "uber-trace-id";
const BAGGAGE_PREFIX = "uberctx-";

function inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
  const span = trace.getSpanContext(context);
  if (span !== undefined && isSpanContextValid(span)) {
    const sampled = (span.traceFlags & TraceFlags.SAMPLED) !== 0;
    setter.set(carrier, TRACE_HEADER, `${span.traceId}:${span.spanId}:0:${sampled ? "01" : "00"}`);
  }
  for (const [key, { value }] of propagation.getBaggage(context)?.getAllEntries() ?? []) {
    // A key is part of a header's name here: one that cannot be would make the request of the application fail.
    if (!token.test(key)) continue;
    // Half of a surrogate pair cannot be encoded.
    setter.set(carrier, BAGGAGE_PREFIX + key, encodeURIComponent(value.toWellFormed()));
  }
}

/** RFC 9110, section 5.6.2: what the name of a header consists of. */
const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

function extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
  const span = parseTraceHeader(first(getter.get(carrier, TRACE_HEADER)));
  const withSpan = span === undefined ? context : trace.setSpanContext(context, span);
  const baggage = readBaggage(withSpan, carrier, getter);
  return baggage === undefined ? withSpan : propagation.setBaggage(withSpan, baggage);
}

function first(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === "string" ? one : "";
}

// Some clients drop leading zeros of ids. The third part, the parent's parent, is of no use to anybody any more.
const traceHeader = /^([0-9a-f]{1,32}):([0-9a-f]{1,16}):[0-9a-f]{0,16}:([0-9a-f]{1,2})$/i;

function parseTraceHeader(text: string): SpanContext | undefined {
  if (text.length > LONGEST_TRACE_HEADER) return undefined;
  const [, traceId = "", spanId = "", flags = ""] =
    traceHeader.exec(text.trim().replaceAll(/%3a/gi, ":")) ?? [];
  const span: SpanContext = {
    traceId: traceId.toLowerCase().padStart(32, "0"),
    spanId: spanId.toLowerCase().padStart(16, "0"),
    traceFlags: (parseInt(flags, 16) & SAMPLED_OR_DEBUG) === 0 ? 0 : TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(span) ? span : undefined;
}

/** Well above 32 + 16 + 16 + 2 digits, percent-encoded colons and some white space. */
const LONGEST_TRACE_HEADER = 256;
const SAMPLED_OR_DEBUG = 0b11;

/** The baggage of `context` and that of the headers; undefined when the headers have none. */
function readBaggage(
  context: Context,
  carrier: unknown,
  getter: TextMapGetter,
): Baggage | undefined {
  const found: [string, BaggageEntry][] = [];
  let characters = 0;
  for (const header of getter.keys(carrier)) {
    if (!isBaggageHeader(header)) continue;
    const text = first(getter.get(carrier, header));
    characters += header.length + text.length;
    if (characters > MOST_CHARACTERS || found.length === MOST_ENTRIES) break;
    const value = decode(text);
    if (value !== undefined) found.push([header.slice(BAGGAGE_PREFIX.length), { value }]);
  }
  if (found.length === 0) return undefined;
  const known = propagation.getBaggage(context)?.getAllEntries() ?? [];
  return propagation.createBaggage(Object.fromEntries([...known, ...found]));
}

/** The limits of the W3C baggage header. */
const MOST_ENTRIES = 180;
const MOST_CHARACTERS = 8192;

function isBaggageHeader(name: string): boolean {
  return (
    name.length > BAGGAGE_PREFIX.length &&
    name.slice(0, BAGGAGE_PREFIX.length).toLowerCase() === BAGGAGE_PREFIX
  );
}

function decode(text: string): string | undefined {
  try {
    return text === "" ? undefined : decodeURIComponent(text);
  } catch {
    // Not percent-encoded text: what it means is anybody's guess, so it is left out.
    return undefined;
  }
}
