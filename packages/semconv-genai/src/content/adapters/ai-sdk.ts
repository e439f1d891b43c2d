import type { InputMessage, InputMessages, MessagePart, OutputMessages } from "../types.ts";
import {
  fields,
  finishReason,
  genericPart,
  list,
  mediaPart,
  modalityOf,
  text,
  textPart,
  toolArguments,
} from "./parts.ts";
import type { Fields } from "./parts.ts";

/** The messages of the AI SDK (`ModelMessage`, or a provider's prompt). Never throws. */
export function inputFromAiSdk(messages: unknown): InputMessages {
  return list(messages).map((message): InputMessage => {
    const { role, content } = fields(message);
    return { role: text(role) ?? "user", parts: contentParts(content) };
  });
}

/** The `content` and `finishReason` of a result of the AI SDK. */
export function outputFromAiSdk(content: unknown, reason: unknown): OutputMessages {
  const parts = contentParts(content);
  if (parts.length === 0) return [];
  // Since version 6 a provider tells both its own word and the unified one.
  const unified = fields(reason)["unified"] ?? reason;
  return [{ role: "assistant", parts, finish_reason: finishReason(unified) }];
}

function contentParts(content: unknown): readonly MessagePart[] {
  if (content === undefined || content === null) return [];
  return Array.isArray(content) ? content.map(contentPart) : [textPart(content)];
}

function contentPart(part: unknown): MessagePart {
  const known = fields(part);
  const id = text(known["toolCallId"]) ?? null;
  switch (known["type"]) {
    case "text":
      return textPart(known["text"]);
    case "reasoning":
      return { type: "reasoning", content: text(known["text"]) ?? "" };
    case "tool-call":
      return toolCall(known, id);
    case "tool-result":
    case "tool-error": {
      const output = known["output"] ?? known["result"] ?? known["error"] ?? null;
      return { type: "tool_call_response", id, response: outputValue(output) };
    }
    case "image":
    case "file":
      return media(known) ?? genericPart(part);
    default:
      return genericPart(part);
  }
}

function toolCall(call: Fields, id: string | null): MessagePart {
  const name = text(call["toolName"]) ?? "unknown";
  const given = toolArguments(call["input"] ?? call["args"]);
  if (call["providerExecuted"] !== true) return { type: "tool_call", id, name, arguments: given };
  return { type: "server_tool_call", id, name, server_tool_call: { type: name, input: given } };
}

/** Version 5 wraps results: `{ type: "text" | "json" | …, value }`. */
function outputValue(output: unknown): unknown {
  const { type, value } = fields(output);
  return typeof type === "string" && value !== undefined ? value : output;
}

function media(part: Fields): MessagePart | undefined {
  const mimeType = text(part["mediaType"] ?? part["mimeType"]);
  const modality = part["type"] === "image" ? "image" : modalityOf(mimeType);
  const given = part["image"] ?? part["data"];
  const data = given instanceof URL ? given.href : given;
  if (data instanceof Uint8Array) {
    const content = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
    return { type: "blob", modality, mime_type: mimeType ?? null, content };
  }
  if (typeof data !== "string") return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(data)) return mediaPart(data, modality, mimeType);
  return { type: "blob", modality, mime_type: mimeType ?? null, content: data };
}
