import type { McpMessage, McpOutcome } from "@agent-otel/semconv-genai";
import { fields, isFields, text } from "../fields.ts";
import type { Fields } from "../fields.ts";

/** JSON-RPC id of a request. */
export type RequestId = string | number;

/** A JSON-RPC message, sorted by what it is. */
export type Message =
  | {
      readonly kind: "request";
      readonly id: RequestId;
      readonly method: string;
      readonly raw: Fields;
    }
  | { readonly kind: "notification"; readonly method: string; readonly raw: Fields }
  | { readonly kind: "answer"; readonly id: RequestId; readonly raw: Fields }
  | { readonly kind: "unknown" };

/** Sorts a message; batches and malformed ones are `unknown` and pass untraced. */
export function readMessage(raw: unknown): Message {
  if (!isFields(raw)) return UNKNOWN;
  const id = requestId(raw["id"]);
  const method = text(raw["method"]);
  if (method !== undefined) {
    return id === undefined
      ? { kind: "notification", method, raw }
      : { kind: "request", id, method, raw };
  }
  return id === undefined ? UNKNOWN : { kind: "answer", id, raw };
}

/** What a request or notification names, without its arguments. */
export function describeMessage(
  message: Extract<Message, { kind: "request" | "notification" }>,
): Pick<McpMessage, "method" | "requestId" | "toolName" | "promptName" | "resourceUri"> {
  const { method } = message;
  const params = fields(message.raw["params"]);
  return {
    method,
    requestId: message.kind === "request" ? message.id : undefined,
    toolName: method === "tools/call" ? text(params["name"]) : undefined,
    promptName: method === "prompts/get" ? text(params["name"]) : undefined,
    resourceUri: text(params["uri"]),
  };
}

/** How an answer says that the request failed; undefined when it did not. */
export function failureOf(answer: Fields): McpOutcome | undefined {
  const error = answer["error"];
  if (isFields(error)) return { kind: "error", code: Number(error["code"]) };
  return fields(answer["result"])["isError"] === true ? { kind: "tool_error" } : undefined;
}

/** The request that a `notifications/cancelled` gives up, and why. */
export function readCancellation(
  notification: Fields,
): { readonly id: RequestId; readonly word: "timeout" | "cancelled" } | undefined {
  const params = fields(notification["params"]);
  const id = requestId(params["requestId"]);
  if (id === undefined) return undefined;
  // The SDK's own time limit cancels with its error as the reason; -32001 is its code for a timeout.
  const timedOut = text(params["reason"])?.includes("-32001") === true;
  return { id, word: timedOut ? "timeout" : "cancelled" };
}

const UNKNOWN: Message = { kind: "unknown" };

function requestId(value: unknown): RequestId | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}
