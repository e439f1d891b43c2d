import { guard } from "@agent-otel/semconv-genai";
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

/** A message that is no answer. */
type Outgoing = Extract<Message, { kind: "request" | "notification" }>;

/** Sorts a message; batches, malformed ones and those that cannot be read are `unknown` and pass untraced. */
export function readMessage(raw: unknown): Message {
  return (isFields(raw) ? guard(() => sort(raw)) : undefined) ?? UNKNOWN;
}

function sort(raw: Fields): Message {
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
  message: Outgoing,
): Pick<McpMessage, "method" | "requestId" | "toolName" | "promptName" | "resourceUri"> {
  const { method } = message;
  const params = fields(message.raw["params"]);
  return {
    method: short(method) ?? method,
    requestId: message.kind === "request" ? shortId(message.id) : undefined,
    toolName: method === "tools/call" ? short(params["name"]) : undefined,
    promptName: method === "prompts/get" ? short(params["name"]) : undefined,
    resourceUri: text(params["uri"])?.slice(0, MOST_OF_URI),
  };
}

/** What a tool is called with. */
export function argumentsOf(message: Outgoing): unknown {
  return fields(message.raw["params"])["arguments"];
}

/** The revision that a request names: since 2026-07-28 each one does. */
export function namedVersion(message: Fields): string | undefined {
  const meta = fields(fields(message["params"])["_meta"]);
  return version(meta["io.modelcontextprotocol/protocolVersion"]);
}

/** The revision that an answer to `initialize` names. */
export function negotiatedVersion(answer: Fields): string | undefined {
  return version(fields(answer["result"])["protocolVersion"]);
}

/** A peer may name anything, and it is a label of metrics: revisions are dates. */
function version(value: unknown): string | undefined {
  const named = text(value);
  return named !== undefined && /^[\w.-]{1,32}$/.test(named) ? named : undefined;
}

/** A peer chooses these: names of spans are not for novels. */
function short(value: unknown): string | undefined {
  return text(value)?.slice(0, MOST_OF_NAME);
}

function shortId(id: RequestId): RequestId {
  return typeof id === "string" ? id.slice(0, MOST_OF_NAME) : id;
}

const MOST_OF_NAME = 256;
const MOST_OF_URI = 2048;

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
  // The SDK cancels with its error as the reason; -32001 is its code for a timeout.
  const timedOut = TIMED_OUT.test(text(params["reason"]) ?? "");
  return { id, word: timedOut ? "timeout" : "cancelled" };
}

const TIMED_OUT = /-32001|^(?:\w+: )?(?:MCP error -\d+: )?Request timed out/;
const UNKNOWN: Message = { kind: "unknown" };

function requestId(value: unknown): RequestId | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}
