import {
  ATTR_OPENAI_API_TYPE,
  ATTR_OPENAI_REQUEST_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT,
  startInference,
  usageFromOpenAi,
} from "@agent-otel/semconv-genai";
import type { ModelResponse } from "@agent-otel/semconv-genai";
import {
  inputFromOpenAiChat,
  outputFromOpenAiChat,
  toolsFromOpenAi,
} from "@agent-otel/semconv-genai/content";
import { fields, isFields, list, number, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import type { OpenAiApi, StreamReader } from "./api.ts";
import { ChatText } from "./chat-text.ts";

/** `chat.completions.create`. */
export const chatApi: OpenAiApi = {
  kind: "inference",
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
      input: () => ({
        messages: inputFromOpenAiChat(params["messages"]),
        toolDefinitions: isFields(params["tools"]) ? toolsFromOpenAi(params["tools"]) : undefined,
      }),
    }),
  read: (answer) => ({
    ...describe(answer),
    finishReasons: list(answer["choices"]).flatMap(
      (choice) => text(fields(choice)["finish_reason"]) ?? [],
    ),
    usage: usageFromOpenAi(answer["usage"]),
    output: () => outputFromOpenAiChat(answer["choices"]),
  }),
  readStream: (maxText) => new ChatStreamReader(maxText),
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
  /** The first chunk that has an id tells what all of them tell. */
  #first: Fields | undefined;
  #usage: unknown;
  readonly #finishReasons = new Map<number, string>();
  readonly #text: ChatText | undefined;

  constructor(maxText: number) {
    this.#text = maxText > 0 ? new ChatText(maxText) : undefined;
  }

  chunk(chunk: Fields): void {
    if (this.#first === undefined && chunk["id"] !== undefined) this.#first = chunk;
    const usage = chunk["usage"];
    if (isFields(usage)) this.#usage = usage;
    const choices = chunk["choices"];
    if (!Array.isArray(choices)) return;
    for (const item of list(choices)) this.#choice(fields(item));
  }

  result(): ModelResponse {
    const byIndex = [...this.#finishReasons].toSorted(([a], [b]) => a - b);
    const assembled = this.#text;
    return {
      ...(this.#first === undefined ? {} : describe(this.#first)),
      finishReasons: byIndex.map(([, reason]) => reason),
      usage: usageFromOpenAi(this.#usage),
      output:
        assembled === undefined
          ? undefined
          : () => outputFromOpenAiChat(assembled.choices(this.#finishReasons)),
    };
  }

  #choice(choice: Fields): void {
    const index = number(choice["index"]) ?? 0;
    this.#text?.add(index, fields(choice["delta"]));
    const reason = choice["finish_reason"];
    if (typeof reason !== "string" || this.#finishReasons.size >= MOST_CHOICES) return;
    this.#finishReasons.set(index, reason);
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
