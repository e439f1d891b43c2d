import type {
  InputMessage,
  InputMessages,
  MessagePart,
  OutputMessage,
  OutputMessages,
  ToolDefinitions,
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
  toolDefinition,
} from "./parts.ts";
import type { Fields } from "./parts.ts";

/** The `messages` of OpenAI's chat API, system messages among them. Never throws; what is unknown stays as it is. */
export function inputFromOpenAiChat(messages: unknown): InputMessages {
  return list(messages).map(readMessage);
}

/** The `choices` of an answer of OpenAI's chat API. */
export function outputFromOpenAiChat(choices: unknown): OutputMessages {
  return list(choices).map((choice): OutputMessage => {
    const { message, finish_reason: reason } = fields(choice);
    return Object.assign(readMessage(message), { finish_reason: finishReason(reason) });
  });
}

/** The `tools` of OpenAI's chat or Responses API. */
export function toolsFromOpenAi(tools: unknown): ToolDefinitions {
  return list(tools).map((tool) => {
    const { type, function: nested, ...flat } = fields(tool);
    const { name, description, parameters } = { ...flat, ...fields(nested) } as Fields;
    return toolDefinition(text(type) ?? "function", { name, description, parameters });
  });
}

function readMessage(message: unknown): InputMessage {
  const {
    role,
    content,
    name,
    tool_calls: calls,
    tool_call_id: id,
    refusal,
    ...rest
  } = fields(message);
  const speaker = role === "developer" ? "system" : (text(role) ?? "user");
  const parts = speaker === "tool" ? [response(id, content)] : contentParts(content);
  const asked = list(calls).map(toolCall);
  const spoken = rest["reasoning_content"] ?? rest["reasoning"];
  return {
    role: speaker,
    parts: [
      ...(typeof spoken === "string" ? [{ type: "reasoning", content: spoken }] : []),
      ...parts,
      ...(typeof refusal === "string" ? [{ type: "refusal", content: refusal }] : []),
      ...asked,
    ],
    ...(typeof name === "string" ? { name } : {}),
  };
}

function response(id: unknown, content: unknown): MessagePart {
  return { type: "tool_call_response", id: text(id) ?? null, response: content ?? null };
}

function contentParts(content: unknown): readonly MessagePart[] {
  if (content === undefined || content === null) return [];
  return Array.isArray(content) ? content.map(contentPart) : [textPart(content)];
}

function contentPart(part: unknown): MessagePart {
  const { type, text: words, image_url: image, input_audio: audio, file } = fields(part);
  if (typeof words === "string") return textPart(words);
  const url = text(fields(image)["url"]);
  if (url !== undefined) return mediaPart(url, "image");
  const sound = text(fields(audio)["data"]);
  if (sound !== undefined) {
    const format = text(fields(audio)["format"]);
    return {
      type: "blob",
      modality: "audio",
      mime_type: format === undefined ? null : `audio/${format}`,
      content: sound,
    };
  }
  const { file_id: fileId, file_data: data } = fields(file);
  if (typeof fileId === "string") return { type: "file", modality: "document", file_id: fileId };
  if (typeof data === "string") return mediaPart(data, "document");
  return genericPart({ ...fields(part), type });
}

function toolCall(call: unknown): MessagePart {
  const { id, function: called, custom } = fields(call);
  const { name, arguments: given, input } = { ...fields(custom), ...fields(called) } as Fields;
  return {
    type: "tool_call",
    id: text(id) ?? null,
    name: text(name) ?? "unknown",
    arguments: toolArguments(given ?? input),
  };
}
