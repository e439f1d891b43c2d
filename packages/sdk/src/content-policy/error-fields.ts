import type { Attributes } from "@opentelemetry/api";
import { rewriteRecord } from "../trace/attribute-list.ts";
import { readRaw } from "../trace/clean-attributes.ts";
import type { Screen } from "./screen.ts";

/** What the error of a log record says, under the names of the conventions and those of loggers. */
export function messageOf(attributes: Attributes): string | undefined {
  for (const name of MESSAGES) {
    const value: unknown = readRaw(attributes, name);
    if (typeof value === "string") return value;
  }
  for (const name of OBJECTS) {
    const value: unknown = readRaw(attributes, name);
    const message = isRecord(value) ? readRaw(value, "message") : undefined;
    if (typeof message === "string") return message;
  }
  return undefined;
}

/** Cuts the errors that loggers write under names of their own, as parts of one attribute or as several. */
export function cutErrorFields(attributes: Attributes, screen: Screen): Attributes {
  const message = messageOf(attributes);
  return rewriteRecord(attributes, (key, value) => {
    if (OBJECTS.includes(key) && isRecord(value)) {
      return rewriteRecord(value, (part, held) => cut(part, held, { screen, message }));
    }
    const [, part] = /^err\.(?<part>.+)$/s.exec(key) ?? [];
    return part === undefined ? value : cut(part, value, { screen, message });
  });
}

const MESSAGES = ["exception.message", "error.message", "err.message"];
const OBJECTS = ["err", "error", "exception"];

/** Names, codes and numbers stay; all else of it may quote. */
function cut(
  part: string,
  value: unknown,
  { screen, message }: { readonly screen: Screen; readonly message: string | undefined },
): unknown {
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (part === "type" || part === "name") return screen.errorWords("error.type", value, message);
  return part === "stack"
    ? screen.errorWords("exception.stacktrace", value, message)
    : screen.errorWords("error.message", value, message);
}

function isRecord(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
