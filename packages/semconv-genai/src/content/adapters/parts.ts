import type { FinishReason, MessagePart, Modality, ToolDefinition } from "../types.ts";

/** An object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; none of anything else, or where reading one throws. */
export function fields(value: unknown): Fields {
  try {
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    // A getter of the application's object threw: the object stays undescribed.
    return {};
  }
}

/** A list; empty where it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text; undefined where it is none. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A text part. */
export function textPart(content: unknown): MessagePart {
  return { type: "text", content: text(content) ?? jsonOf(content) ?? "" };
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A cycle or a bigint: there is no JSON of it.
    return undefined;
  }
}

/** A tool definition; what is absent is left out. */
export function toolDefinition(
  type: string,
  {
    name,
    description,
    parameters,
  }: Readonly<Record<"name" | "description" | "parameters", unknown>>,
): ToolDefinition {
  return {
    type,
    // Tools that the provider runs, such as web_search, have no name besides their type.
    name: text(name) ?? type,
    ...(typeof description === "string" ? { description } : {}),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/** A part of a kind that the conventions do not have: its type and what else it says. */
export function genericPart(part: unknown): MessagePart {
  const { type, ...rest } = fields(part);
  return { ...rest, type: text(type) ?? "unknown" };
}

/** The arguments of a tool call: read where they are JSON, else the text as the model gave it. */
export function toolArguments(value: unknown): unknown {
  if (typeof value !== "string") return value ?? null;
  try {
    return JSON.parse(value);
  } catch {
    // Models give broken JSON at times, and streams are cut: the text is what there is.
    return value;
  }
}

/** A URI, a data URI as the binary content it holds, or a file. */
export function mediaPart(uri: string, modality: Modality, mimeType?: string): MessagePart {
  const data = /^data:(?<type>[^;,]*)(?:;[^,]*)?;base64,(?<content>.*)$/s.exec(uri)?.groups;
  if (data === undefined) {
    return {
      type: "uri",
      modality,
      uri,
      ...(mimeType === undefined ? {} : { mime_type: mimeType }),
    };
  }
  return {
    type: "blob",
    modality,
    mime_type: data["type"] || (mimeType ?? null),
    content: data["content"] ?? "",
  };
}

/** The kind of content of a MIME type. */
export function modalityOf(mimeType: string | undefined): Modality {
  const kind = /^(?:image|video|audio)(?=\/)/.exec(mimeType ?? "")?.[0];
  return kind ?? "document";
}

/** A provider's finish reason in the words of the conventions; one they do not have stays. */
export function finishReason(value: unknown): FinishReason {
  const reason = text(value) ?? "unknown";
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? reason) : reason;
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  STOP: "stop",
  completed: "stop",
  end_turn: "stop",
  stop_sequence: "stop",
  MAX_TOKENS: "length",
  max_output_tokens: "length",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  SAFETY: "content_filter",
  RECITATION: "content_filter",
  BLOCKLIST: "content_filter",
  PROHIBITED_CONTENT: "content_filter",
  SPII: "content_filter",
  "content-filter": "content_filter",
  refusal: "content_filter",
  function_call: "tool_call",
  "tool-calls": "tool_call",
  tool_calls: "tool_call",
  tool_use: "tool_call",
  compaction: "compaction",
  MALFORMED_FUNCTION_CALL: "error",
  failed: "error",
};
