import {
  ATTR_OPENAI_API_TYPE,
  ATTR_OPENAI_REQUEST_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT,
  startInference,
} from "@agent-otel/semconv-genai";
import type { ModelResponse, TokenUsage } from "@agent-otel/semconv-genai";
import { fields, list, number, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import type { OpenAiApi, StreamReader } from "./api.ts";
import { readUsage } from "./usage.ts";

/** `chat.completions.create`. */
export const chatApi: OpenAiApi = {
  start: (params, endpoint) =>
    startInference({
      ...endpoint,
      operation: "chat",
      model: text(params["model"]),
      outputType: outputType(fields(params["response_format"])["type"]),
      stream: params["stream"] === true,
      choiceCount: number(params["n"]),
      maxTokens: number(params["max_completion_tokens"] ?? params["max_tokens"]),
      temperature: number(params["temperature"]),
      topP: number(params["top_p"]),
      frequencyPenalty: number(params["frequency_penalty"]),
      presencePenalty: number(params["presence_penalty"]),
      seed: number(params["seed"]),
      stopSequences: stopSequences(params["stop"]),
      reasoningLevel: text(params["reasoning_effort"]),
      attributes: {
        [ATTR_OPENAI_API_TYPE]: "chat_completions",
        [ATTR_OPENAI_REQUEST_SERVICE_TIER]: requestedTier(params["service_tier"]),
      },
    }),
  read: (answer) => ({
    ...describe(answer),
    finishReasons: list(answer["choices"]).flatMap(
      (choice) => text(fields(choice)["finish_reason"]) ?? [],
    ),
    usage: readUsage(answer["usage"]),
  }),
  readStream: () => new ChatStreamReader(),
};

/** The tier asked for, where it says something: the provider picks one by itself with `auto`. */
export function requestedTier(value: unknown): string | undefined {
  return value === "auto" ? undefined : text(value);
}

/** The kind of output that a response format asks for. */
export function outputType(format: unknown): "json" | "text" | undefined {
  if (format === "json_object" || format === "json_schema") return "json";
  return format === "text" ? format : undefined;
}

class ChatStreamReader implements StreamReader {
  #first: ModelResponse = {};
  #usage: TokenUsage | undefined;
  readonly #finishReasons = new Map<number, string>();

  chunk(chunk: Fields): void {
    if (this.#first.id === undefined) this.#first = describe(chunk);
    this.#usage = readUsage(chunk["usage"]) ?? this.#usage;
    for (const item of list(chunk["choices"])) {
      const choice = fields(item);
      const reason = text(choice["finish_reason"]);
      if (reason === undefined || this.#finishReasons.size >= MOST_CHOICES) continue;
      this.#finishReasons.set(number(choice["index"]) ?? 0, reason);
    }
  }

  result(): ModelResponse {
    const byIndex = [...this.#finishReasons].toSorted(([a], [b]) => a - b);
    return {
      ...this.#first,
      finishReasons: byIndex.map(([, reason]) => reason),
      usage: this.#usage,
    };
  }
}

/** The API's own limit; a stream that claims more is not followed further. */
const MOST_CHOICES = 128;

function describe(answer: Fields): ModelResponse {
  return {
    id: text(answer["id"]),
    model: text(answer["model"]),
    attributes: {
      [ATTR_OPENAI_RESPONSE_SERVICE_TIER]: text(answer["service_tier"]),
      [ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT]: text(answer["system_fingerprint"]),
    },
  };
}

function stopSequences(value: unknown): string[] | undefined {
  if (typeof value === "string") return [value];
  const texts = list(value).flatMap((item) => text(item) ?? []);
  return texts.length === 0 ? undefined : texts;
}
