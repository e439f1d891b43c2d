import {
  ATTR_OPENAI_API_TYPE,
  ATTR_OPENAI_REQUEST_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
  startInference,
  usageFromOpenAi,
} from "@agent-otel/semconv-genai";
import type { ModelResponse } from "@agent-otel/semconv-genai";
import {
  inputFromOpenAiResponses,
  outputFromOpenAiResponses,
  systemFromOpenAiResponses,
  toolsFromOpenAi,
} from "@agent-otel/semconv-genai/content";
import type { OutputMessages } from "@agent-otel/semconv-genai/content";
import { fields, isFields, list, number, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import type { OpenAiApi, StreamReader } from "./api.ts";
import { outputType, requestedTier } from "./chat.ts";
import { ResponseText } from "./response-text.ts";

/** `responses.create`, and that of the beta resource. */
export const responsesApi: OpenAiApi = {
  kind: "inference",
  start: (params, endpoint) =>
    startInference({
      ...endpoint,
      operation: "chat",
      model: text(params["model"]),
      conversationId: conversation(params["conversation"]),
      outputType: outputType(fields(fields(params["text"])["format"])["type"]),
      stream: params["stream"] === true,
      maxTokens: number(params["max_output_tokens"]),
      temperature: number(params["temperature"]),
      topP: number(params["top_p"]),
      reasoningLevel: text(fields(params["reasoning"])["effort"]),
      promptName: text(fields(params["prompt"])["id"]),
      promptVersion: text(fields(params["prompt"])["version"]),
      previousResponseId: text(params["previous_response_id"]),
      attributes: {
        [ATTR_OPENAI_API_TYPE]: "responses",
        [ATTR_OPENAI_REQUEST_SERVICE_TIER]: requestedTier(params["service_tier"]),
      },
      input: () => ({
        messages: inputFromOpenAiResponses(params["input"]),
        systemInstructions: given(params["instructions"], systemFromOpenAiResponses),
        toolDefinitions: given(params["tools"], toolsFromOpenAi),
      }),
    }),
  read: readResponse,
  readStream: (maxText) => new ResponseStreamReader(maxText),
};

/** What is absent is not recorded as empty. */
function given<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

/** The stream repeats the whole response at its start and its end; the last copy is the answer. */
class ResponseStreamReader implements StreamReader {
  #last: Fields | undefined;
  #error: string | undefined;
  readonly #text: ResponseText | undefined;

  constructor(maxText: number) {
    this.#text = maxText > 0 ? new ResponseText(maxText) : undefined;
  }

  chunk(event: Fields): void {
    const response = event["response"];
    if (isFields(response)) this.#last = response;
    if (event["type"] === "error") this.#error = text(event["code"]) ?? "error";
    this.#text?.add(event);
  }

  result(): ModelResponse {
    const answer = this.#last === undefined ? {} : readResponse(this.#last);
    return {
      ...answer,
      failure: this.#error ?? answer.failure,
      output: this.#text === undefined ? undefined : () => this.#output(),
    };
  }

  /** A stream that was left or cut never got to repeat its output. */
  #output(): OutputMessages {
    const whole = list(this.#last?.["output"]).length > 0;
    return outputFromOpenAiResponses({
      ...this.#last,
      ...(whole ? {} : { output: this.#text?.output() }),
    });
  }
}

function readResponse(response: Fields): ModelResponse {
  const failed = response["status"] === "failed";
  return {
    id: text(response["id"]),
    model: text(response["model"]),
    conversationId: conversation(response["conversation"]),
    finishReasons: finishReasons(response),
    usage: usageFromOpenAi(response["usage"]),
    failure: failed ? (text(fields(response["error"])["code"]) ?? "failed") : undefined,
    attributes: { [ATTR_OPENAI_RESPONSE_SERVICE_TIER]: text(response["service_tier"]) },
    output: () => outputFromOpenAiResponses(response),
  };
}

/** This API has a status instead of finish reasons; it is told in the words of the chat API. */
function finishReasons(response: Fields): string[] | undefined {
  switch (response["status"]) {
    case "completed": {
      const calls = list(response["output"]).some(
        (item) => fields(item)["type"] === "function_call",
      );
      return [calls ? "tool_calls" : "stop"];
    }
    case "incomplete": {
      const reason = text(fields(response["incomplete_details"])["reason"]);
      return [reason === "max_output_tokens" ? "length" : (reason ?? "incomplete")];
    }
    case "failed":
      return ["error"];
    default:
      return undefined;
  }
}

function conversation(value: unknown): string | undefined {
  return text(value) ?? text(fields(value)["id"]);
}
