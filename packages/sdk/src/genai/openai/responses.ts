import {
  ATTR_OPENAI_API_TYPE,
  ATTR_OPENAI_REQUEST_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
  startInference,
} from "@agent-otel/semconv-genai";
import type { ModelResponse } from "@agent-otel/semconv-genai";
import { fields, isFields, list, number, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import type { OpenAiApi, StreamReader } from "./api.ts";
import { outputType, requestedTier } from "./chat.ts";
import { readUsage } from "./usage.ts";

/** `responses.create`. */
export const responsesApi: OpenAiApi = {
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
      attributes: {
        [ATTR_OPENAI_API_TYPE]: "responses",
        [ATTR_OPENAI_REQUEST_SERVICE_TIER]: requestedTier(params["service_tier"]),
      },
    }),
  read: readResponse,
  readStream: () => new ResponseStreamReader(),
};

/** The stream repeats the whole response at its start and its end; the last copy is the answer. */
class ResponseStreamReader implements StreamReader {
  #last: ModelResponse = {};

  chunk(event: Fields): void {
    const response = event["response"];
    if (isFields(response)) this.#last = readResponse(response);
    if (event["type"] === "error") {
      this.#last = { ...this.#last, failure: text(event["code"]) ?? "error" };
    }
  }

  result(): ModelResponse {
    return this.#last;
  }
}

function readResponse(response: Fields): ModelResponse {
  const failed = response["status"] === "failed";
  return {
    id: text(response["id"]),
    model: text(response["model"]),
    conversationId: conversation(response["conversation"]),
    finishReasons: finishReasons(response),
    usage: readUsage(response["usage"]),
    failure: failed ? (text(fields(response["error"])["code"]) ?? "failed") : undefined,
    attributes: { [ATTR_OPENAI_RESPONSE_SERVICE_TIER]: text(response["service_tier"]) },
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
