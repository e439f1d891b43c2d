import { startInference, usageFromAnthropic } from "@agent-otel/semconv-genai";
import type { ModelCall, ModelResponse } from "@agent-otel/semconv-genai";
import {
  inputFromAnthropic,
  outputFromAnthropic,
  systemFromAnthropic,
  toolsFromAnthropic,
} from "@agent-otel/semconv-genai/content";
import { fields, list, number, readable, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import type { Endpoint, OpenAiApi } from "../openai/api.ts";
import { finishReasons } from "./finish-reasons.ts";
import { MessageStreamReader } from "./message-stream-reader.ts";

/** Told of each call of a tool that the model asks for. */
export type NoteToolUse = (block: Fields) => void;

/** How requests to `messages.create` and their answers are read. */
export function messagesApi(noteToolUse: NoteToolUse): OpenAiApi {
  return {
    kind: "inference",
    start: startMessage,
    read(answer) {
      for (const block of list(answer["content"], MOST_BLOCKS)) {
        const known = fields(block);
        if (known["type"] === "tool_use") noteToolUse(known);
      }
      return readMessage(answer);
    },
    readStream: (maxText) => new MessageStreamReader(maxText, noteToolUse),
  };
}

/** Begins the recording of a request. `conversationId` is what its options name. */
export function startMessage(
  params: Fields,
  endpoint: Endpoint,
  conversationId?: string,
): ModelCall {
  try {
    return start(params, endpoint, conversationId);
  } catch {
    // Nothing has begun when the parameters cannot be read.
    return start(readable(params), endpoint, conversationId);
  }
}

function start(params: Fields, endpoint: Endpoint, conversationId: string | undefined): ModelCall {
  return startInference({
    ...endpoint,
    operation: "chat",
    conversationId,
    model: text(params["model"]),
    outputType: outputType(params),
    stream: params["stream"] === true,
    maxTokens: number(params["max_tokens"]),
    temperature: number(params["temperature"]),
    topK: number(params["top_k"]),
    topP: number(params["top_p"]),
    stopSequences: stopSequences(params["stop_sequences"]),
    reasoningLevel: text(fields(params["output_config"])["effort"]),
    input: () => ({
      messages: inputFromAnthropic(params["messages"]),
      systemInstructions: given(params["system"], systemFromAnthropic),
      toolDefinitions: given(params["tools"], toolsFromAnthropic),
    }),
  });
}

/** What is absent is not recorded as empty. */
function given<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

const MOST_BLOCKS = 4096;

function readMessage(answer: Fields): ModelResponse {
  return {
    id: text(answer["id"]),
    model: text(answer["model"]),
    finishReasons: finishReasons(answer["stop_reason"]),
    usage: usageFromAnthropic(answer["usage"]),
    output: () => outputFromAnthropic(answer),
  };
}

/** Asked for as `output_config.format`, once as `output_format`. */
function outputType(params: Fields): "json" | undefined {
  const format = fields(fields(params["output_config"])["format"] ?? params["output_format"]);
  return format["type"] === "json_schema" ? "json" : undefined;
}

function stopSequences(value: unknown): string[] | undefined {
  const texts = list(value).flatMap((item) => text(item) ?? []);
  return texts.length === 0 ? undefined : texts;
}
