import type { ModelCall, ModelResponse } from "@agent-otel/semconv-genai";
import type { AttributeValue, Context } from "@opentelemetry/api";
import { isFields, number, text } from "../fields.ts";
import { endAsLeft } from "../left-helpers.ts";
import type { Told } from "./adopted-span.ts";
import { finishReasons } from "./finish-reasons.ts";

/**
 * The call of a client that makes a span of it too. Whoever follows the promise of the call tells what comes of it, until
 * a helper of the client takes the response out of that promise: from then on only the client's own span tells.
 */
export class NativeMessage implements ModelCall {
  readonly context: Context;
  readonly #call: ModelCall;
  readonly #values: Record<string, AttributeValue> = {};
  #followed = false;
  #handedOver = false;

  constructor(call: ModelCall) {
    this.#call = call;
    this.context = call.context;
  }

  /** The promise that the client has made is followed, as long as it is what the response is read through. */
  follow(promise: unknown): void {
    this.#followed = true;
    if (!isFields(promise)) return;
    const take: unknown = promise[TAKE];
    if (typeof take !== "function") return;
    const value = (...args: unknown[]): unknown => {
      this.#handedOver = true;
      return Reflect.apply(take, promise, args);
    };
    Reflect.defineProperty(promise, TAKE, { value, configurable: true, writable: true });
  }

  /** Ends without an error when the reader of the helper that has this signal has left. */
  endAsLeft(signal: unknown): void {
    endAsLeft(this.#call, signal);
  }

  /** What the client's own span tells. */
  readonly told: Told = {
    attribute: (key, value) => {
      if (!this.#handedOver) return;
      if (key === FIRST_CHUNK) this.#call.chunk();
      else if (READ.has(key)) this.#values[key] = value;
    },
    end: (failure) => {
      if (this.#followed && !this.#handedOver) return;
      this.#call.response(readNative(this.#values));
      const status = number(this.#values[STATUS]);
      const type = status !== undefined && status >= 400 ? String(status) : failure;
      this.#call.end(failure === undefined ? undefined : { status, name: type });
    },
  };

  chunk(): void {
    if (!this.#handedOver) this.#call.chunk();
  }

  response(response: ModelResponse): void {
    if (!this.#handedOver) this.#call.response(response);
  }

  stream<Chunk>(
    chunks: AsyncIterable<Chunk>,
    read?: (chunk: Chunk) => ModelResponse | undefined,
  ): AsyncIterable<Chunk> {
    return this.#call.stream(chunks, read);
  }

  end(error?: unknown): void {
    if (!this.#handedOver) this.#call.end(error);
  }
}

/** Takes the response and how it is to be read out of a promise. */
const TAKE = "_responseProps";
const FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";
const STATUS = "http.response.status_code";

/** Of what the client writes on its span: what an answer is read from. */
const READ: ReadonlySet<string> = new Set([
  STATUS,
  "anthropic.message.stop_reason",
  "gen_ai.response.id",
  "gen_ai.response.model",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.cache_write.input_tokens",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.reasoning.output_tokens",
]);

/** The client counts cached tokens into the input already. */
function readNative(values: Readonly<Record<string, AttributeValue>>): ModelResponse {
  return {
    id: text(values["gen_ai.response.id"]),
    model: text(values["gen_ai.response.model"]),
    finishReasons: finishReasons(values["anthropic.message.stop_reason"]),
    usage: {
      inputTokens: number(values["gen_ai.usage.input_tokens"]),
      outputTokens: number(values["gen_ai.usage.output_tokens"]),
      cacheReadInputTokens: number(values["gen_ai.usage.cache_read.input_tokens"]),
      cacheCreationInputTokens: number(values["gen_ai.usage.cache_write.input_tokens"]),
      reasoningOutputTokens: number(values["gen_ai.usage.reasoning.output_tokens"]),
    },
  };
}
