import type {
  InputMessage,
  InputMessages,
  MessagePart,
  OutputMessage,
  OutputMessages,
  SystemInstructions,
} from "../types.ts";
import {
  fields,
  finishReason,
  genericPart,
  list,
  mediaPart,
  text,
  textPart,
  toolArguments,
} from "./parts.ts";
import type { Fields } from "./parts.ts";

/** The `input` of OpenAI's Responses API: a text, or messages and items. Never throws. */
export function inputFromOpenAiResponses(input: unknown): InputMessages {
  if (typeof input === "string") return [{ role: "user", parts: [textPart(input)] }];
  return list(input).map(readItem);
}

/** The `instructions` of OpenAI's Responses API. */
export function systemFromOpenAiResponses(instructions: unknown): SystemInstructions {
  if (typeof instructions === "string") return [textPart(instructions)];
  return list(instructions).flatMap((item) => readItem(item).parts);
}

/** An answer of OpenAI's Responses API: one message of all its items. */
export function outputFromOpenAiResponses(response: unknown): OutputMessages {
  const { output, status, incomplete_details: details } = fields(response);
  const parts = list(output).flatMap((item) => readItem(item).parts);
  if (parts.length === 0) return [];
  const calls = parts.some(({ type }) => type === "tool_call");
  const reason = status === "incomplete" ? fields(details)["reason"] : status;
  const message: OutputMessage = {
    role: "assistant",
    parts,
    finish_reason: calls && reason === "completed" ? "tool_call" : finishReason(reason),
  };
  return [message];
}

function readItem(item: unknown): InputMessage {
  const known = fields(item);
  const { type, role } = known;
  if (type === undefined || type === "message") {
    const speaker = role === "developer" ? "system" : (text(role) ?? "user");
    return { role: speaker, parts: contentParts(known["content"]) };
  }
  if (type === "function_call_output" || type === "custom_tool_call_output") {
    const answer = { type: "tool_call_response", id: text(known["call_id"]) ?? null };
    return { role: "tool", parts: [{ ...answer, response: known["output"] ?? null }] };
  }
  return { role: "assistant", parts: readOutputItem(known) };
}

function readOutputItem(item: Fields): readonly MessagePart[] {
  const { type, name, id } = item;
  if (type === "function_call" || type === "custom_tool_call") {
    return [
      {
        type: "tool_call",
        id: text(item["call_id"]) ?? text(id) ?? null,
        name: text(name) ?? "unknown",
        arguments: toolArguments(item["arguments"] ?? item["input"]),
      },
    ];
  }
  if (type === "reasoning") {
    const said = [...list(item["summary"]), ...list(item["content"])];
    return said.map((part) => ({ type: "reasoning", content: text(fields(part)["text"]) ?? "" }));
  }
  if (type === "compaction") return [{ type: "compaction", id: text(id) ?? null }];
  const kind = text(type) ?? "unknown";
  if (!kind.endsWith("_call")) return [genericPart(item)];
  // The provider ran it: web_search_call, file_search_call, code_interpreter_call, …
  const { type: _, ...rest } = item;
  const tool = kind.slice(0, -"_call".length);
  return [
    {
      type: "server_tool_call",
      id: text(id) ?? null,
      name: text(name) ?? tool,
      server_tool_call: { ...rest, type: tool },
    },
  ];
}

function contentParts(content: unknown): readonly MessagePart[] {
  if (content === undefined || content === null) return [];
  return Array.isArray(content) ? content.map(contentPart) : [textPart(content)];
}

function contentPart(part: unknown): MessagePart {
  const known = fields(part);
  if (typeof known["text"] === "string") return textPart(known["text"]);
  const fileId = text(known["file_id"]);
  const modality = known["type"] === "input_image" ? "image" : "document";
  if (fileId !== undefined) return { type: "file", modality, file_id: fileId };
  const uri = text(known["image_url"]) ?? text(known["file_data"]) ?? text(known["file_url"]);
  if (uri !== undefined) return mediaPart(uri, modality);
  if (typeof known["refusal"] === "string") return { type: "refusal", content: known["refusal"] };
  return genericPart(part);
}
