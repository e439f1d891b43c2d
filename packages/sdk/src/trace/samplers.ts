import {
  type Attributes,
  type Context,
  isValidTraceId,
  type Link,
  type SpanKind,
  trace,
} from "@opentelemetry/api";
import type { Sampler, SamplingResult } from "@opentelemetry/sdk-trace";
import { type TraceId, parseTraceId } from "./id.ts";
import { type Parent, readParent } from "./identified-span.ts";
import { type Decision, NOT_RECORD, RECORD_AND_SAMPLE } from "./sampling.ts";

/** Which traces are recorded. */
export interface SamplerOptions {
  /** The share of traces, 0 to 1. */
  readonly ratio: number;
  /** True when only root spans are decided, and the others follow their parent. */
  readonly parentBased: boolean;
}

/**
 * A built-in sampler of the specification, for us and for whoever wants to combine it with others.
 * Its decisions are those of upstream's samplers.
 * https://opentelemetry.io/docs/specs/otel/trace/sdk/#built-in-samplers
 */
export function createSampler(options: SamplerOptions): Sampler {
  return new BuiltInSampler(options);
}

/** A sampler that needs neither attributes nor ids in hexadecimal. */
export class BuiltInSampler implements Sampler {
  readonly #ratio: number;
  readonly #parentBased: boolean;
  readonly #upperBound: number;

  constructor({ ratio, parentBased }: SamplerOptions) {
    this.#ratio = ratio;
    this.#parentBased = parentBased;
    this.#upperBound = ratio >= 1 ? 2 ** 32 : Math.floor(ratio * (2 ** 32 - 1));
  }

  /** The decision for a span of `traceId` below `parent`. */
  decide(parent: Parent | undefined, traceId: TraceId): Decision {
    if (this.#parentBased && parent !== undefined) {
      return (parent.traceFlags & SAMPLED) === 0 ? NOT_RECORD : RECORD_AND_SAMPLE;
    }
    const { a, b, c, d } = traceId;
    return (a ^ b ^ c ^ d) >>> 0 < this.#upperBound ? RECORD_AND_SAMPLE : NOT_RECORD;
  }

  shouldSample(
    context: Context,
    traceId: string,
    _name: string,
    _kind: SpanKind,
    _attributes: Attributes,
    _links: Link[],
  ): SamplingResult {
    const parent = readParent(trace.getSpan(context));
    const id = parseTraceId(isValidTraceId(traceId) ? traceId : NEVER_SAMPLED);
    const decision = this.decide(parent, id);
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- upstream's numbers; its enum would load its package
    return { decision };
  }

  toString(): string {
    const root =
      this.#ratio >= 1
        ? "AlwaysOnSampler"
        : this.#ratio <= 0
          ? "AlwaysOffSampler"
          : `TraceIdRatioBased{${this.#ratio}}`;
    return this.#parentBased ? `ParentBased{root=${root}}` : root;
  }
}

const SAMPLED = 1;
/** Above every ratio but 1, as upstream treats ids that are none. */
const NEVER_SAMPLED = "ffffffff000000000000000000000000";
