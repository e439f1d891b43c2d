import type { Context } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_ID,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_TOKEN_TYPE,
  ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
} from "./attributes.ts";
import { ERROR_TYPE_OTHER, errorType, errorWord } from "./error-type.ts";
import {
  METRIC_GEN_AI_CLIENT_OPERATION_DURATION,
  METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK,
  METRIC_GEN_AI_CLIENT_TOKEN_USAGE,
} from "./metrics.ts";
import { startOperation } from "./operation.ts";
import type { AttributeRecord, Operation, OperationHandle, OperationStart } from "./operation.ts";

/** Where a provider is reached. */
export interface ServerEndpoint {
  readonly address: string;
  readonly port: number;
}

/** Tokens of one call. */
export interface TokenUsage {
  /** All input tokens, cached ones included. */
  readonly inputTokens?: number | undefined;
  /** All output tokens, reasoning included. */
  readonly outputTokens?: number | undefined;
  /** Part of the input that came from a cache. */
  readonly cacheReadInputTokens?: number | undefined;
  /** Part of the input that was written to a cache. */
  readonly cacheCreationInputTokens?: number | undefined;
  /** Part of the output spent on reasoning. */
  readonly reasoningOutputTokens?: number | undefined;
}

/** What a provider answered, content left out. */
export interface ModelResponse {
  readonly id?: string | undefined;
  readonly model?: string | undefined;
  /** Why each answer ended, in the order of the answers. */
  readonly finishReasons?: readonly string[] | undefined;
  readonly usage?: TokenUsage | undefined;
  readonly conversationId?: string | undefined;
  /** Set when the answer itself reports a failure: its code, a short word. The call then ends as failed. */
  readonly failure?: string | undefined;
  /** Further attributes, such as those of one provider. Never message content. */
  readonly attributes?: AttributeRecord | undefined;
}

/** A running call to a model. */
export interface ModelCall extends Operation {
  /** Tells that a streamed chunk arrived; the first one is timed. */
  chunk(): void;
  /** Tells what the provider answered; a later call overrides what it repeats. */
  response(response: ModelResponse): void;
}

/** Begins a call whose duration, tokens and first chunk are recorded as `gen_ai.client.*` metrics. */
export function startModelCall(start: Omit<OperationStart, "duration">): ModelCall {
  return new RunningCall(
    startOperation({ ...start, duration: METRIC_GEN_AI_CLIENT_OPERATION_DURATION }),
  );
}

class RunningCall implements ModelCall {
  readonly context: Context;
  readonly #operation: OperationHandle;
  #firstChunk: number | undefined;
  #usage: TokenUsage | undefined;
  #failure: string | undefined;

  constructor(operation: OperationHandle) {
    this.#operation = operation;
    this.context = operation.context;
  }

  chunk(): void {
    this.#firstChunk ??= this.#operation.elapsed();
  }

  response(response: ModelResponse): void {
    if (this.#operation.ended) return;
    this.#usage = response.usage ?? this.#usage;
    if (response.failure !== undefined) {
      this.#failure = errorWord(response.failure) ?? ERROR_TYPE_OTHER;
    }
    this.#operation.set({ ...describe(response), ...response.attributes });
  }

  end(error?: unknown): void {
    const operation = this.#operation;
    if (operation.ended) return;
    if (this.#firstChunk !== undefined) {
      operation.set({ [ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: this.#firstChunk });
      operation.record(METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK, this.#firstChunk);
    }
    this.#recordTokens("input", this.#usage?.inputTokens);
    this.#recordTokens("output", this.#usage?.outputTokens);
    operation.endAs(error === undefined ? this.#failure : errorType(error));
  }

  #recordTokens(type: "input" | "output", count: number | undefined): void {
    if (count === undefined) return;
    this.#operation.record(METRIC_GEN_AI_CLIENT_TOKEN_USAGE, count, {
      [ATTR_GEN_AI_TOKEN_TYPE]: type,
    });
  }
}

function describe(response: ModelResponse): AttributeRecord {
  const usage = response.usage;
  const reasons = response.finishReasons;
  return {
    [ATTR_GEN_AI_RESPONSE_ID]: response.id,
    [ATTR_GEN_AI_RESPONSE_MODEL]: response.model,
    [ATTR_GEN_AI_CONVERSATION_ID]: response.conversationId,
    [ATTR_GEN_AI_RESPONSE_FINISH_REASONS]:
      reasons === undefined || reasons.length === 0 ? undefined : [...reasons],
    [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: usage?.inputTokens,
    [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: usage?.outputTokens,
    [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: usage?.cacheReadInputTokens,
    [ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS]: usage?.cacheCreationInputTokens,
    [ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS]: usage?.reasoningOutputTokens,
  };
}
