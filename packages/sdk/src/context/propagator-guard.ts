import {
  type Context,
  diag,
  isSpanContextValid,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from "@opentelemetry/api";
import { handedOnFrom } from "./unrecorded.ts";

/**
 * Stands between a propagator and the headers that anybody on the network may have written. It sees to it that
 * - nothing throws, and a bad header is not a warning per request either;
 * - a span context that comes out is one that may be sent on: ids in lower case, no flags but the defined ones;
 * - nothing is written that would make the application's own request fail, such as a line break in the metadata of
 *   a baggage entry, and nothing at all on requests of the telemetry itself;
 * - no baggage leaves with a gRPC call, unless it may go anywhere: the instrumentation does not say where a call goes.
 *   HTTP requests are the matter of `createOutboundPolicy`.
 */
export function guardPropagator(
  propagator: TextMapPropagator,
  { baggageAllow = [] }: GuardOptions = {},
): TextMapPropagator {
  return new GuardedPropagator(propagator, baggageAllow.includes("*"));
}

interface GuardOptions {
  /** Patterns of the hosts that baggage may be sent to. @default none */
  readonly baggageAllow?: readonly string[];
}

class GuardedPropagator implements TextMapPropagator {
  readonly #inner: TextMapPropagator;
  readonly #anywhere: boolean;

  constructor(inner: TextMapPropagator, anywhere: boolean) {
    this.#inner = inner;
    this.#anywhere = anywhere;
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const leaving = handedOnFrom(context);
    if (leaving === undefined) return;
    try {
      const handedOn =
        this.#anywhere || !isGrpcMetadata(carrier) ? leaving : propagation.deleteBaggage(leaving);
      this.#inner.inject(handedOn, carrier, {
        set: (target, name, value) => {
          if (headerValue.test(value)) setter.set(target, name, value);
        },
      });
    } catch (error) {
      diag.debug("context was not written to the carrier", error);
    }
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    try {
      return sane(this.#inner.extract(context, carrier, getter), context);
    } catch (error) {
      diag.debug("context was not read from the carrier", error);
      return context;
    }
  }

  fields(): string[] {
    return this.#inner.fields();
  }
}

/** The `Metadata` of any copy of `@grpc/grpc-js`, told as its instrumentation tells it. */
function isGrpcMetadata(carrier: unknown): boolean {
  return (
    typeof carrier === "object" &&
    carrier !== null &&
    "internalRepr" in carrier &&
    "getMap" in carrier
  );
}

/** What Node.js accepts as the value of a header. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

function sane(extracted: Context, before: Context): Context {
  const span = trace.getSpanContext(extracted);
  if (span === undefined || span === trace.getSpanContext(before)) return extracted;
  const { traceFlags } = span;
  const traceId = span.traceId.toLowerCase();
  const spanId = span.spanId.toLowerCase();
  const flags = traceFlags & DEFINED_FLAGS;
  if (!isSpanContextValid(span)) return before;
  if (traceId === span.traceId && spanId === span.spanId && flags === traceFlags) return extracted;
  return trace.setSpanContext(extracted, { ...span, traceId, spanId, traceFlags: flags });
}

/** `sampled` and `random`: all that Trace Context level 2 defines; the others are not to be passed on. */
const DEFINED_FLAGS = 0b11;
