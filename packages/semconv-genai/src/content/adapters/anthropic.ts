import type {
  InputMessage,
  InputMessages,
  MessagePart,
  OutputMessages,
  SystemInstructions,
  ToolDefinitions,
} from "../types.ts";
import {
  fields,
  finishReason,
  genericPart,
  list,
  modalityOf,
  text,
  textPart,
  toolDefinition,
} from "./parts.ts";
import type { Fields } from "./parts.ts";

/** The `messages` of Anthropic's Messages API. Never throws; what is unknown stays as it is. */
export function inputFromAnthropic(messages: unknown): InputMessages {
  return list(messages).map((message): InputMessage => {
    const { role, content } = fields(message);
    const parts = blocks(content);
    const answers = parts.length > 0 && parts.every(({ type }) => type === "tool_call_response");
    return { role: answers ? "tool" : (text(role) ?? "user"), parts };
  });
}

/** The `system` of a request to Anthropic: a text or blocks. */
export function systemFromAnthropic(system: unknown): SystemInstructions {
  return blocks(system);
}

/** An answer of Anthropic. */
export function outputFromAnthropic(answer: unknown): OutputMessages {
  const { role, content, stop_reason: reason } = fields(answer);
  if (content === undefined) return [];
  return [
    {
      role: text(role) ?? "assistant",
      parts: blocks(content),
      finish_reason: finishReason(reason),
    },
  ];
}

/** The `tools` of a request to Anthropic. */
export function toolsFromAnthropic(tools: unknown): ToolDefinitions {
  return list(tools).map((tool) => {
    const { type, name, description, input_schema: parameters } = fields(tool);
    const kind = type === undefined || type === "custom" ? "function" : (text(type) ?? "function");
    return toolDefinition(kind, { name, description, parameters });
  });
}

function blocks(content: unknown): readonly MessagePart[] {
  if (content === undefined || content === null) return [];
  return Array.isArray(content) ? content.map(block) : [textPart(content)];
}

function block(value: unknown): MessagePart {
  const known = fields(value);
  const id = text(known["id"]) ?? text(known["tool_use_id"]) ?? null;
  const type = text(known["type"]) ?? "unknown";
  switch (type) {
    case "text":
      return textPart(known["text"]);
    case "thinking":
      return { type: "reasoning", content: text(known["thinking"]) ?? "" };
    case "tool_use":
      return {
        type: "tool_call",
        id,
        name: text(known["name"]) ?? "unknown",
        arguments: known["input"] ?? null,
      };
    case "tool_result":
      return { type: "tool_call_response", id, response: resultOf(known["content"]) };
    case "server_tool_use": {
      const name = text(known["name"]) ?? "unknown";
      return {
        type: "server_tool_call",
        id,
        name,
        server_tool_call: { type: name, input: known["input"] ?? null },
      };
    }
    case "image":
    case "document":
      return source(type, fields(known["source"])) ?? genericPart(value);
    default:
      if (!type.endsWith("_tool_result")) return genericPart(value);
      return {
        type: "server_tool_call_response",
        id,
        server_tool_call_response: {
          type: type.slice(0, -"_tool_result".length),
          content: known["content"] ?? null,
        },
      };
  }
}

/** Text blocks alone are a text. */
function resultOf(content: unknown): unknown {
  const texts = list(content).map((item) => text(fields(item)["text"]));
  return texts.length > 0 && texts.every((item) => item !== undefined)
    ? texts.join("\n")
    : (content ?? null);
}

function source(type: "image" | "document", given: Fields): MessagePart | undefined {
  const mimeType = text(given["media_type"]);
  const modality = type === "image" ? "image" : modalityOf(mimeType);
  const { data, url, file_id: fileId, type: kind } = given;
  if (kind === "text" && typeof data === "string") return textPart(data);
  if (typeof data === "string")
    return { type: "blob", modality, mime_type: mimeType ?? null, content: data };
  if (typeof url === "string") return { type: "uri", modality, uri: url };
  return typeof fileId === "string" ? { type: "file", modality, file_id: fileId } : undefined;
}
