import {
  isInputMessages,
  isMemoryRecords,
  isOutputMessages,
  isRecord,
  isRetrievalDocuments,
  isSystemInstructions,
  isToolDefinitions,
} from "../content/guards.ts";

/** What is wrong with a content: it is no JSON, or not of its schema; undefined where nothing is. */
export function contentFault(attribute: string, value: unknown): string | undefined {
  const guard = Object.hasOwn(GUARDS, attribute) ? GUARDS[attribute] : undefined;
  if (guard === undefined) return undefined;
  if (typeof value !== "string") return guard(value) ? undefined : "does not follow its schema";
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return "is text that is no JSON";
  }
  return guard(parsed) ? undefined : "holds JSON that does not follow its schema";
}

const GUARDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  "gen_ai.input.messages": isInputMessages,
  "gen_ai.output.messages": isOutputMessages,
  "gen_ai.system_instructions": isSystemInstructions,
  "gen_ai.tool.definitions": isToolDefinitions,
  "gen_ai.tool.call.arguments": isRecord,
  "gen_ai.tool.call.result": isRecord,
  "gen_ai.memory.records": isMemoryRecords,
  "gen_ai.retrieval.documents": isRetrievalDocuments,
};
