import type { Open } from "../generated/values.ts";

/** Who a message is from. */
export type Role = Open<"system" | "user" | "assistant" | "tool">;

/** Kind of content that is not text. */
export type Modality = Open<"image" | "video" | "audio" | "document">;

/** Why an answer ended. */
export type FinishReason = Open<
  "stop" | "length" | "content_filter" | "tool_call" | "compaction" | "error"
>;

/** Text. */
export interface TextPart {
  readonly type: "text";
  readonly content: string;
}

/** A tool call that the model asks for. */
export interface ToolCallPart {
  readonly type: "tool_call";
  readonly id?: string | null;
  readonly name: string;
  /** Usually an object; whatever the model gave where it is not readable as one. */
  readonly arguments?: unknown;
}

/** What a tool answered to the model. */
export interface ToolCallResponsePart {
  readonly type: "tool_call_response";
  readonly id?: string | null;
  readonly response: unknown;
}

/** A tool call that the provider executes itself, such as a web search. */
export interface ServerToolCallPart {
  readonly type: "server_tool_call";
  readonly id?: string | null;
  readonly name: string;
  readonly server_tool_call: { readonly type: string; readonly [key: string]: unknown };
}

/** What a tool of the provider answered. */
export interface ServerToolCallResponsePart {
  readonly type: "server_tool_call_response";
  readonly id?: string | null;
  readonly server_tool_call_response: { readonly type: string; readonly [key: string]: unknown };
}

/** Binary content, in base64. */
export interface BlobPart {
  readonly type: "blob";
  readonly mime_type?: string | null;
  readonly modality: Modality;
  readonly content: string;
}

/** Content that was uploaded to the provider before. */
export interface FilePart {
  readonly type: "file";
  readonly mime_type?: string | null;
  readonly modality: Modality;
  readonly file_id: string;
}

/** Content at a URI. */
export interface UriPart {
  readonly type: "uri";
  readonly mime_type?: string | null;
  readonly modality: Modality;
  readonly uri: string;
}

/** What a model says of its reasoning. */
export interface ReasoningPart {
  readonly type: "reasoning";
  readonly content: string;
}

/** A history that was shortened. */
export interface CompactionPart {
  readonly type: "compaction";
  readonly id?: string | null;
  readonly content?: string | null;
}

/** Anything else; only its type is known. */
export interface GenericPart {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** One part of a message whose kind the conventions know. */
export type KnownPart =
  | TextPart
  | ToolCallPart
  | ToolCallResponsePart
  | ServerToolCallPart
  | ServerToolCallResponsePart
  | BlobPart
  | FilePart
  | UriPart
  | ReasoningPart
  | CompactionPart;

/** One part of a message. */
export type MessagePart = KnownPart | GenericPart;

/** A message given to a model. */
export interface InputMessage {
  readonly role: Role;
  readonly parts: readonly MessagePart[];
  readonly name?: string | null;
}

/** A message that a model produced. */
export interface OutputMessage extends InputMessage {
  readonly finish_reason: FinishReason;
}

/** A tool that a model may call. */
export interface ToolDefinition {
  readonly type: Open<"function">;
  readonly name: string;
  readonly description?: string | null;
  /** JSON schema of the arguments. */
  readonly parameters?: unknown;
  readonly [key: string]: unknown;
}

/** A record of an agent's memory. */
export interface MemoryRecord {
  readonly content: unknown;
  readonly id?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly score?: number | null;
}

/** A document that a search found. */
export interface RetrievalDocument {
  readonly id?: string | null;
  readonly score?: number | null;
  readonly [key: string]: unknown;
}

/** Value of `gen_ai.input.messages`. */
export type InputMessages = readonly InputMessage[];
/** Value of `gen_ai.output.messages`. */
export type OutputMessages = readonly OutputMessage[];
/** Value of `gen_ai.system_instructions`. */
export type SystemInstructions = readonly MessagePart[];
/** Value of `gen_ai.tool.definitions`. */
export type ToolDefinitions = readonly ToolDefinition[];
/** Value of `gen_ai.tool.call.arguments`. */
export type ToolCallArguments = Readonly<Record<string, unknown>>;
/** Value of `gen_ai.tool.call.result`. */
export type ToolCallResult = Readonly<Record<string, unknown>>;
/** Value of `gen_ai.memory.records`. */
export type MemoryRecords = readonly MemoryRecord[];
/** Value of `gen_ai.retrieval.documents`. */
export type RetrievalDocuments = readonly RetrievalDocument[];
