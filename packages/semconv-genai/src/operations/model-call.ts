import type { Context } from "@opentelemetry/api";
import type { AttributeRecord } from "../attribute-record.ts";
import { ERROR_TYPE_OTHER, errorWord } from "../error-type.ts";
import type { OutputMessages } from "../content/types.ts";
import { guard } from "../guard.ts";
import type { MetricChoice } from "../record-metric.ts";
import type { TokenUsage } from "../tokens/usage.ts";
import { usageAttributes } from "../tokens/usage.ts";
import { ChunkTimes } from "./chunk-times.ts";
import { observeStream } from "./observe-stream.ts";
import { startOperation } from "./operation.ts";
import type { Operation, OperationHandle, OperationStart } from "./operation.ts";

/** Where a provider is reached. */
export interface ServerEndpoint {
  readonly address: string;
  readonly port: number;
}

/** What a provider answered. */
export interface ModelResponse {
  readonly id?: string | undefined;
  readonly model?: string | undefined;
  /** Why each answer ended, in the order of the answers. */
  readonly finishReasons?: readonly string[] | undefined;
  readonly usage?: TokenUsage | undefined;
  readonly conversationId?: string | undefined;
  /** Set when the answer itself reports a failure: its code, a short word. The call then ends as failed. */
  readonly failure?: string | undefined;
  /** The messages of the answer. Only called where contents are captured. */
  readonly output?: (() => OutputMessages) | undefined;
  /** Further attributes, such as those of one provider. Never message content. */
  readonly attributes?: AttributeRecord | undefined;
}

/** A running call to a model. */
export interface ModelCall extends Operation {
  /** Tells that a streamed chunk arrived; the first one is timed, and the time between the others. */
  chunk(): void;
  /** Tells what the provider answered; a later call overrides what it repeats. */
  response(response: ModelResponse): void;
  /**
   * Observes a stream as the application reads it: each chunk is timed, and the call ends with the last one, on an
   * error, on an early `break`, and when the stream is dropped unread.
   *
   * @param read Told of each chunk; what it returns is passed to {@link response}.
   */
  stream<Chunk>(
    chunks: AsyncIterable<Chunk>,
    read?: (chunk: Chunk) => ModelResponse | undefined,
  ): AsyncIterable<Chunk>;
}

/** Metrics of a kind of model call. */
export interface ModelCallMetrics {
  readonly duration: MetricChoice;
  readonly timeToFirstChunk?: MetricChoice;
  readonly timePerOutputChunk?: MetricChoice;
  /** Records what the call used, when it ends. */
  readonly tokens: (operation: OperationHandle, usage: TokenUsage) => void;
}

/** Begins a call whose duration, tokens and chunks are recorded as `gen_ai.client.*` metrics. */
export function startModelCall(
  start: Omit<OperationStart, "duration">,
  metrics: ModelCallMetrics,
): RunningCall {
  return new RunningCall(startOperation({ ...start, duration: metrics.duration }), metrics);
}

/** {@link ModelCall} on top of an operation. */
export class RunningCall implements ModelCall {
  readonly context: Context;
  readonly operation: OperationHandle;
  /** Whether a stream decides when the call ends. */
  streaming = false;
  readonly #chunks: ChunkTimes;
  #usage: TokenUsage | undefined;

  constructor(operation: OperationHandle, metrics: ModelCallMetrics) {
    this.operation = operation;
    this.context = operation.context;
    this.#chunks = new ChunkTimes(operation, metrics);
    if (!operation.wanted) return;
    operation.beforeEnd(() => {
      this.#chunks.finish();
      if (this.#usage !== undefined) metrics.tokens(operation, this.#usage);
    });
  }

  chunk(): void {
    if (this.operation.wanted) this.#chunks.add();
  }

  response(response: ModelResponse): void {
    const { operation } = this;
    if (!operation.wanted) return;
    guard(() => {
      if (response.usage !== undefined) this.#usage = merged(this.#usage, response.usage);
      if (response.failure !== undefined) {
        operation.failAs(errorWord(response.failure) ?? ERROR_TYPE_OTHER);
      }
      operation.set({ ...describe(response), ...response.attributes });
      operation.content("gen_ai.output.messages", response.output);
    });
  }

  stream<Chunk>(
    chunks: AsyncIterable<Chunk>,
    read?: (chunk: Chunk) => ModelResponse | undefined,
  ): AsyncIterable<Chunk> {
    if (!this.operation.wanted) return chunks;
    this.streaming = true;
    return observeStream(chunks, {
      chunk: (chunk) => {
        this.chunk();
        const response = read?.(chunk);
        if (response !== undefined) this.response(response);
      },
      end: (...error) => this.end(...error),
    });
  }

  end(error?: unknown): void {
    this.operation.end(error);
  }
}

/** A later report of usage adds to an earlier one: Anthropic tells input at the start and output at the end. */
function merged(earlier: TokenUsage | undefined, later: TokenUsage): TokenUsage {
  return earlier === undefined ? later : { ...earlier, ...known(later) };
}

function known(usage: TokenUsage): TokenUsage {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== undefined));
}

function describe(response: ModelResponse): AttributeRecord {
  const reasons = response.finishReasons;
  return {
    "gen_ai.response.id": response.id,
    "gen_ai.response.model": response.model,
    "gen_ai.conversation.id": response.conversationId,
    "gen_ai.response.finish_reasons":
      reasons === undefined || reasons.length === 0 ? undefined : [...reasons],
    ...usageAttributes(response.usage),
  };
}
