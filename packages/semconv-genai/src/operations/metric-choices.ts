import {
  GEN_AI_CLIENT_EMBEDDINGS_DURATION,
  GEN_AI_CLIENT_INFERENCE_DURATION,
  GEN_AI_CLIENT_INFERENCE_TIME_PER_OUTPUT_CHUNK,
  GEN_AI_CLIENT_INFERENCE_TIME_TO_FIRST_CHUNK,
  GEN_AI_CLIENT_OPERATION_DURATION,
  GEN_AI_CLIENT_OPERATION_TIME_PER_OUTPUT_CHUNK,
  GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK,
} from "../generated/metric-definitions.ts";
import type { MetricDefinition } from "../definitions.ts";
import type { MetricChoice } from "../record-metric.ts";

/** A metric that all versions share. */
export function inAllVersions(metric: MetricDefinition): MetricChoice {
  return { latest: metric, old: metric };
}

/** Time of a call to a model. */
export const INFERENCE_DURATION: MetricChoice = {
  latest: GEN_AI_CLIENT_INFERENCE_DURATION,
  old: GEN_AI_CLIENT_OPERATION_DURATION,
};

/** Time of a call that turns input into vectors. */
export const EMBEDDINGS_DURATION: MetricChoice = {
  latest: GEN_AI_CLIENT_EMBEDDINGS_DURATION,
  old: GEN_AI_CLIENT_OPERATION_DURATION,
};

/** Time of every other call to a provider. */
export const OPERATION_DURATION: MetricChoice = {
  latest: GEN_AI_CLIENT_OPERATION_DURATION,
  old: GEN_AI_CLIENT_OPERATION_DURATION,
};

/** Time to the first chunk of a streamed answer. */
export const TIME_TO_FIRST_CHUNK: MetricChoice = {
  latest: GEN_AI_CLIENT_INFERENCE_TIME_TO_FIRST_CHUNK,
  old: GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK,
};

/** Time between two chunks of a streamed answer. */
export const TIME_PER_OUTPUT_CHUNK: MetricChoice = {
  latest: GEN_AI_CLIENT_INFERENCE_TIME_PER_OUTPUT_CHUNK,
  old: GEN_AI_CLIENT_OPERATION_TIME_PER_OUTPUT_CHUNK,
};
