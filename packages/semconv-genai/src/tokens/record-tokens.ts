import {
  GEN_AI_CLIENT_EMBEDDINGS_OPERATION_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_OPERATION_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_OPERATION_OUTPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_READ_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_WRITE_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_OUTPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_REASONING_OUTPUT_TOKENS,
  GEN_AI_CLIENT_TOKEN_USAGE,
} from "../generated/metric-definitions.ts";
import type { AttributeRecord } from "../attribute-record.ts";
import type { MetricDefinition } from "../definitions.ts";
import type { MetricChoice } from "../record-metric.ts";
import { splitByModality } from "./split-by-modality.ts";
import type { ModalityTokens, TokenUsage } from "./usage.ts";

/** Records a value of one of the metrics of an operation. */
export interface TokenRecorder {
  record(choice: MetricChoice, value: number, extra?: AttributeRecord): void;
}

/** Records the tokens of a call to a model: totals in every version, parts of them as counters of `latest`. */
export function recordInferenceTokens(recorder: TokenRecorder, usage: TokenUsage): void {
  recordTotal(recorder, usage.inputTokens, INPUT, "input");
  recordTotal(recorder, usage.outputTokens, OUTPUT, "output");
  for (const { metric, total, part } of COUNTERS) {
    const count = usage[total];
    // Nothing added says nothing, and would still make a series.
    if (!isCount(count) || count === 0) continue;
    // Only totals by kind of content are told; cache writes and reasoning have none.
    const counts =
      part === undefined ? ([["unknown", count]] as const) : splitByModality(count, usage, part);
    for (const [modality, value] of counts) {
      recorder.record({ latest: metric, old: undefined }, value, {
        "gen_ai.token.modality": modality,
      });
    }
  }
}

/** Records the tokens of an embeddings call, which has input only. */
export function recordEmbeddingsTokens(recorder: TokenRecorder, usage: TokenUsage): void {
  recordTotal(
    recorder,
    usage.inputTokens,
    GEN_AI_CLIENT_EMBEDDINGS_OPERATION_INPUT_TOKENS,
    "input",
  );
}

const INPUT = GEN_AI_CLIENT_INFERENCE_OPERATION_INPUT_TOKENS;
const OUTPUT = GEN_AI_CLIENT_INFERENCE_OPERATION_OUTPUT_TOKENS;

interface TokenCounter {
  readonly metric: MetricDefinition;
  readonly total: Exclude<keyof TokenUsage, "byModality">;
  readonly part?: keyof ModalityTokens;
}

const COUNTERS: readonly TokenCounter[] = [
  {
    metric: GEN_AI_CLIENT_INFERENCE_USAGE_INPUT_TOKENS,
    total: "inputTokens",
    part: "inputTokens",
  },
  {
    metric: GEN_AI_CLIENT_INFERENCE_USAGE_OUTPUT_TOKENS,
    total: "outputTokens",
    part: "outputTokens",
  },
  {
    metric: GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_READ_INPUT_TOKENS,
    total: "cacheReadInputTokens",
    part: "cacheReadInputTokens",
  },
  {
    metric: GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_WRITE_INPUT_TOKENS,
    total: "cacheCreationInputTokens",
  },
  {
    metric: GEN_AI_CLIENT_INFERENCE_USAGE_REASONING_OUTPUT_TOKENS,
    total: "reasoningOutputTokens",
  },
];

function recordTotal(
  recorder: TokenRecorder,
  count: number | undefined,
  latest: MetricDefinition,
  type: "input" | "output",
): void {
  if (!isCount(count)) return;
  recorder.record({ latest, old: undefined }, count);
  recorder.record({ latest: undefined, old: GEN_AI_CLIENT_TOKEN_USAGE }, count, {
    "gen_ai.token.type": type,
  });
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0;
}
