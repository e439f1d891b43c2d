import type {
  InputMessage,
  InputMessages,
  MemoryRecords,
  MessagePart,
  OutputMessages,
  RetrievalDocuments,
  SystemInstructions,
  ToolDefinitions,
} from "./types.ts";

/** Whether a value is one part of a message: every part has a type, and unknown types may hold anything. */
export function isMessagePart(value: unknown): value is MessagePart {
  return isRecord(value) && typeof value["type"] === "string";
}

/** Whether a value is what `gen_ai.input.messages` holds. */
export function isInputMessages(value: unknown): value is InputMessages {
  return Array.isArray(value) && value.every(isMessage);
}

/** Whether a value is what `gen_ai.output.messages` holds. */
export function isOutputMessages(value: unknown): value is OutputMessages {
  return (
    Array.isArray(value) &&
    value.every(
      (item) => isRecord(item) && typeof item["finish_reason"] === "string" && isMessage(item),
    )
  );
}

/** Whether a value is what `gen_ai.system_instructions` holds. */
export function isSystemInstructions(value: unknown): value is SystemInstructions {
  return Array.isArray(value) && value.every(isMessagePart);
}

/** Whether a value is what `gen_ai.tool.definitions` holds. */
export function isToolDefinitions(value: unknown): value is ToolDefinitions {
  return (
    Array.isArray(value) &&
    value.every((item) => isRecord(item) && isMessagePart(item) && typeof item["name"] === "string")
  );
}

/** Whether a value is what `gen_ai.memory.records` holds. */
export function isMemoryRecords(value: unknown): value is MemoryRecords {
  return (
    Array.isArray(value) &&
    value.every(
      (item) =>
        isRecord(item) &&
        item["content"] !== undefined &&
        isOptional(item["id"], "string") &&
        isOptional(item["score"], "number") &&
        (item["metadata"] === undefined || item["metadata"] === null || isRecord(item["metadata"])),
    )
  );
}

/** Whether a value is what `gen_ai.retrieval.documents` holds. */
export function isRetrievalDocuments(value: unknown): value is RetrievalDocuments {
  return (
    Array.isArray(value) &&
    value.every(
      (item) =>
        isRecord(item) && isOptional(item["id"], "string") && isOptional(item["score"], "number"),
    )
  );
}

/** Whether a value is what `gen_ai.tool.call.arguments` and `gen_ai.tool.call.result` hold. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isMessage(value: unknown): value is InputMessage {
  if (!isRecord(value) || typeof value["role"] !== "string") return false;
  const { parts } = value;
  return Array.isArray(parts) && parts.every(isMessagePart) && isOptional(value["name"], "string");
}

function isOptional(value: unknown, type: "string" | "number"): boolean {
  return value === undefined || value === null || typeof value === type;
}
