import type { Attributes } from "@opentelemetry/api";
import { readRaw } from "../trace/clean-attributes.ts";
import { rewriteRecord } from "../trace/attribute-list.ts";
import { isWord, type Screen } from "./screen.ts";

/** What is known of whom attributes belong to. */
export interface RecordOwner {
  /** It belongs to GenAI. */
  readonly isGenAi: boolean;
  /** It is an event of the GenAI conventions. */
  readonly isEvent: boolean;
  /** The words of errors in it may quote a prompt. */
  readonly quotes: boolean;
}

/** Applies the policy to the attributes of an event, a link or a log record: the same object when nothing is to change. */
export function screenRecord(
  attributes: Attributes,
  screen: Screen,
  { isGenAi, isEvent, quotes }: RecordOwner,
): Attributes {
  let message: unknown;
  const owned = isGenAi || isEvent;
  return rewriteRecord(attributes, (key, value) => {
    const facts = screen.classify(key);
    if (facts === undefined) {
      return isEvent && isBare(key) ? contentOf(key, value, screen) : value;
    }
    if (facts.isError) {
      if (!quotes && !isEvent) return value;
      message ??= readRaw(attributes, "exception.message") ?? readRaw(attributes, "error.message");
      return screen.errorWords(key, value, message);
    }
    if (facts.kind === undefined || (facts.onGenAiOnly && !owned)) return value;
    return screen.content(key, value, facts);
  });
}

/** The old events of the conventions hold `content`, `message`, `tool_calls` and the like. */
function isBare(key: string): boolean {
  return !key.includes(".");
}

function contentOf(key: string, value: unknown, screen: Screen): unknown {
  if (typeof value === "number" || typeof value === "boolean") return value;
  return namesPart(key) && isWord(value) ? value : screen.anyContent(key, value);
}

/** Whether a member of an event names a part of it, rather than holding what was said. */
export function namesPart(key: string): boolean {
  return partNames.has(key);
}

const partNames: ReadonlySet<string> = new Set([
  "finish_reason",
  "id",
  "index",
  "role",
  "tool_call_id",
  "type",
]);
