import type { AttributeRecord } from "@agent-otel/semconv-genai";
import type { RunFigures } from "./run-account.ts";
import {
  RUN_CACHE_RATIO,
  RUN_MODEL_TIME,
  RUN_REPEATED_TOOL_CALLS,
  RUN_STEPS,
  RUN_STOP_REASON,
  RUN_TOOL_CALLS,
  RUN_TOOL_TIME,
  RUN_WAIT_TIME,
} from "./run-names.ts";

/** The summary of a run as attributes of its span: in the names of the conventions where they have one. */
export function runSummary(figures: RunFigures, stopReason: string): AttributeRecord {
  const { finishReasons } = figures;
  return {
    [RUN_STEPS]: figures.steps,
    [RUN_TOOL_CALLS]: figures.toolCalls,
    [RUN_REPEATED_TOOL_CALLS]: figures.repeatedToolCalls,
    [RUN_MODEL_TIME]: figures.modelTime,
    [RUN_TOOL_TIME]: figures.toolTime,
    [RUN_WAIT_TIME]: figures.waitTime,
    [RUN_CACHE_RATIO]: figures.cacheRatio,
    [RUN_STOP_REASON]: stopReason,
    "gen_ai.usage.input_tokens": figures.inputTokens,
    "gen_ai.usage.output_tokens": figures.outputTokens,
    "gen_ai.usage.cache_read.input_tokens": figures.cacheReadTokens,
    "gen_ai.usage.cache_write.input_tokens": figures.cacheWriteTokens,
    "gen_ai.usage.reasoning.output_tokens": figures.reasoningTokens,
    "gen_ai.response.finish_reasons": finishReasons.length === 0 ? undefined : [...finishReasons],
  };
}
