import type { IdGenerator } from "@opentelemetry/sdk-trace";
import { parseInt32, parseTraceId, randomInt32, randomTraceId, type TraceId } from "./id.ts";
import { reportOnce } from "./report-once.ts";

/** Where new ids come from. */
export interface IdSource {
  traceId(): TraceId;
  /** Both halves 0 is never given. */
  spanId(): SpanId;
}

/** A span id as two signed 32-bit integers. */
interface SpanId {
  readonly high: number;
  readonly low: number;
}

/**
 * Random ids, or those of the user's generator. What a generator gives that is no valid id (or throws) is replaced by a
 * random one, and reported once. https://opentelemetry.io/docs/specs/otel/trace/sdk/#id-generators
 */
export function createIdSource(generator: IdGenerator | undefined): IdSource {
  return generator === undefined ? randomIds : new GeneratedIds(generator);
}

const randomIds: IdSource = { traceId: randomTraceId, spanId: randomSpanId };

function randomSpanId(): SpanId {
  const high = randomInt32();
  const low = randomInt32();
  return { high, low: (high | low) === 0 ? 1 : low };
}

class GeneratedIds implements IdSource {
  readonly #generator: IdGenerator;

  constructor(generator: IdGenerator) {
    this.#generator = generator;
  }

  traceId(): TraceId {
    const hex = this.#generate("generateTraceId", VALID_TRACE_ID);
    return hex === undefined ? randomTraceId() : parseTraceId(hex);
  }

  spanId(): SpanId {
    const hex = this.#generate("generateSpanId", VALID_SPAN_ID);
    if (hex === undefined) return randomSpanId();
    return { high: parseInt32(hex, 0), low: parseInt32(hex, 8) };
  }

  #generate(method: "generateSpanId" | "generateTraceId", valid: RegExp): string | undefined {
    try {
      const id: unknown = this.#generator[method]();
      if (typeof id === "string" && valid.test(id)) return id;
      throw new TypeError(`it gave ${String(id)}`);
    } catch (error) {
      reportOnce(this.#generator, `The id generator's ${method} failed: ids are random.`, error);
      return undefined;
    }
  }
}

const VALID_TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const VALID_SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;
