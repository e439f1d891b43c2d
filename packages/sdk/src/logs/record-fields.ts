import { type HrTime, isSpanContextValid, type SpanContext, trace } from "@opentelemetry/api";
import type { Context, SeverityNumber } from "@opentelemetry/api";
import { clockAt, readTime } from "../trace/clock.ts";

/**
 * Reads the fields of an object of unknown origin: each alone, since getters may throw. What is not as it should be
 * is read as `undefined`, and counted. Never throws.
 */
export interface FieldReader {
  /** Grows by one for every field that could not be used. */
  repairs: number;
  /** The field as it is. */
  raw(name: string): unknown;
  text(name: string): string | undefined;
  severity(name: string): SeverityNumber | undefined;
  time(name: string): HrTime | undefined;
  context(name: string): Context | undefined;
  spanContext(name: string): SpanContext | undefined;
}

/** Creates the reader of one object. */
export function createFieldReader(owner: unknown): FieldReader {
  return new CountingReader(owner);
}

/** Severities are an open enumeration of 32 bits. */
const MAX_SEVERITY = 2 ** 31 - 1;

class CountingReader implements FieldReader {
  readonly #owner: unknown;
  repairs = 0;

  constructor(owner: unknown) {
    this.#owner = owner;
    if (!isObject(owner)) this.repairs += 1;
  }

  raw(name: string): unknown {
    try {
      return isObject(this.#owner) ? Reflect.get(this.#owner, name) : undefined;
    } catch {
      // The application's getter or trap; this field alone is left out.
      this.repairs += 1;
      return undefined;
    }
  }

  text(name: string): string | undefined {
    return this.#read(name, (value) => (typeof value === "string" ? value : undefined));
  }

  severity(name: string): SeverityNumber | undefined {
    return this.#read(name, (value) => (isSeverity(value) ? value : undefined));
  }

  time(name: string): HrTime | undefined {
    return this.#read(name, (value) => readTime(value, clockAt(performance.now())));
  }

  context(name: string): Context | undefined {
    return this.#read(name, (value) => (isContext(value) ? value : undefined));
  }

  spanContext(name: string): SpanContext | undefined {
    return this.#read(name, toSpanContext);
  }

  #read<T>(name: string, convert: (value: unknown) => T | undefined): T | undefined {
    const given = this.raw(name);
    if (given === undefined || given === null) return undefined;
    const value = attempt(() => convert(given));
    if (value === undefined) this.repairs += 1;
    return value;
  }
}

function attempt<T>(convert: () => T | undefined): T | undefined {
  try {
    return convert();
  } catch {
    // A getter within: the caller counts it.
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isSeverity(value: unknown): value is SeverityNumber {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_SEVERITY;
}

/** Whether upstream can look for a span in it. */
function isContext(value: unknown): value is Context {
  if (!isObject(value) || !("getValue" in value) || !("setValue" in value)) return false;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tried next
  const spanContext = trace.getSpanContext(value as Context);
  return spanContext === undefined || typeof isSpanContextValid(spanContext) === "boolean";
}

function toSpanContext(value: unknown): SpanContext | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked here, member by member
  const { traceId, spanId, traceFlags } = value as SpanContext;
  const flags = Number.isInteger(traceFlags) ? traceFlags & 0xff : 0;
  const spanContext = { traceId, spanId, traceFlags: flags };
  return isSpanContextValid(spanContext) ? spanContext : undefined;
}
