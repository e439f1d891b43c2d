import type {
  InputMessage,
  InputMessages,
  MessagePart,
  OutputMessage,
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

/** The `contents` of a request to Gemini: a text, a content or several. Never throws. */
export function inputFromGemini(contents: unknown): InputMessages {
  if (typeof contents === "string") return [{ role: "user", parts: [textPart(contents)] }];
  if (!Array.isArray(contents))
    return contents === undefined || contents === null ? [] : [readContent(contents)];
  // A list without roles is the parts of one message.
  const bare = contents.length > 0 && contents.every((item) => fields(item)["parts"] === undefined);
  return bare ? [{ role: "user", parts: contents.map(readPart) }] : contents.map(readContent);
}

/** The `systemInstruction` of a request to Gemini. */
export function systemFromGemini(instruction: unknown): SystemInstructions {
  if (typeof instruction === "string") return [textPart(instruction)];
  return instruction === undefined || instruction === null ? [] : readContent(instruction).parts;
}

/** The `candidates` of an answer of Gemini. */
export function outputFromGemini(candidates: unknown): OutputMessages {
  return list(candidates).map((candidate): OutputMessage => {
    const { content, finishReason: reason } = fields(candidate);
    const { parts } = readContent(content ?? {});
    const calls = parts.some(({ type }) => type === "tool_call");
    return {
      role: "assistant",
      parts,
      // Gemini stops for a tool call, too.
      finish_reason: calls && reason === "STOP" ? "tool_call" : finishReason(reason),
    };
  });
}

/** The `tools` of a request to Gemini: function declarations, and tools that Gemini runs. */
export function toolsFromGemini(tools: unknown): ToolDefinitions {
  return list(tools).flatMap((tool) =>
    Object.entries(fields(tool)).flatMap(([kind, value]) =>
      kind === "functionDeclarations" ? list(value).map(declaration) : [{ type: kind, name: kind }],
    ),
  );
}

function declaration(value: unknown): ToolDefinitions[number] {
  const { name, description, parametersJsonSchema, parameters } = fields(value);
  return toolDefinition("function", {
    name,
    description,
    parameters: parametersJsonSchema ?? parameters,
  });
}

function readContent(content: unknown): InputMessage {
  if (typeof content === "string") return { role: "user", parts: [textPart(content)] };
  const { role, parts } = fields(content);
  const read = list(parts).map(readPart);
  const answers = read.length > 0 && read.every(({ type }) => type === "tool_call_response");
  if (answers) return { role: "tool", parts: read };
  return { role: role === "model" ? "assistant" : (text(role) ?? "user"), parts: read };
}

function readPart(part: unknown): MessagePart {
  if (typeof part === "string") return textPart(part);
  const known = fields(part);
  const { functionCall: call, functionResponse: answer, inlineData: data, fileData: file } = known;
  if (typeof known["text"] === "string") {
    return known["thought"] === true
      ? { type: "reasoning", content: known["text"] }
      : textPart(known["text"]);
  }
  if (call !== undefined) {
    const { id, name, args } = fields(call);
    return {
      type: "tool_call",
      id: text(id) ?? null,
      name: text(name) ?? "unknown",
      arguments: args ?? null,
    };
  }
  if (answer !== undefined) {
    const { id, response } = fields(answer);
    return { type: "tool_call_response", id: text(id) ?? null, response: response ?? null };
  }
  return media(fields(data), fields(file)) ?? serverTool(known) ?? genericPart(part);
}

function media(data: Fields, file: Fields): MessagePart | undefined {
  const mimeType = text(data["mimeType"] ?? file["mimeType"]);
  const kind = { modality: modalityOf(mimeType), mime_type: mimeType ?? null };
  if (typeof data["data"] === "string") return { type: "blob", ...kind, content: data["data"] };
  return typeof file["fileUri"] === "string"
    ? { type: "uri", ...kind, uri: file["fileUri"] }
    : undefined;
}

function serverTool({
  executableCode: code,
  codeExecutionResult: result,
}: Fields): MessagePart | undefined {
  if (code !== undefined) {
    const call = { ...fields(code), type: "code_execution" };
    return { type: "server_tool_call", name: "code_execution", server_tool_call: call };
  }
  if (result === undefined) return undefined;
  const response = { ...fields(result), type: "code_execution" };
  return { type: "server_tool_call_response", server_tool_call_response: response };
}
