import type { Attributes, Context, Link, SpanKind, TraceState } from "@opentelemetry/api";
import type { Sampler } from "@opentelemetry/sdk-trace";
import { reportOnce } from "./report-once.ts";

/** Upstream's `SamplingDecision`, which is loaded only for whoever uses its samplers. */
export type Decision = typeof NOT_RECORD | typeof RECORD | typeof RECORD_AND_SAMPLE;

export const NOT_RECORD = 0;
/** For users' processors alone: it is not sent. */
const RECORD = 1;
export const RECORD_AND_SAMPLE = 2;

const decisions: readonly Decision[] = [NOT_RECORD, RECORD, RECORD_AND_SAMPLE];

/** What a user's sampler is told. */
export interface SamplingQuestion {
  readonly context: Context;
  readonly traceId: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  readonly links: Link[];
}

/** What it answered. */
export interface SamplingAnswer {
  readonly decision: Decision;
  readonly attributes?: Readonly<Attributes> | undefined;
  /** Undefined leaves the parent's. */
  readonly traceState?: TraceState | undefined;
}

/** Asks a user's sampler. One that throws, or answers with something else, records nothing and is reported once. */
export function ask(sampler: Sampler, question: SamplingQuestion): SamplingAnswer {
  const { context, traceId, name, kind, attributes, links } = question;
  try {
    const result = sampler.shouldSample(context, traceId, name, kind, attributes, links);
    const decision = typeof result.decision === "number" ? decisions[result.decision] : undefined;
    if (decision === undefined) {
      throw new TypeError(`its decision was ${String(result.decision)}`);
    }
    return { decision, attributes: result.attributes, traceState: result.traceState };
  } catch (error) {
    reportOnce(sampler, "The sampler failed: spans that it fails for are not recorded.", error);
    return { decision: NOT_RECORD };
  }
}
