import type { GenAiOptions } from "../options.ts";
import type { ContentKind } from "./kinds.ts";
import { truncateContent } from "./truncate.ts";

/** The options that shape contents. */
export type ContentOptions = Pick<GenAiOptions, "maxContentBytes" | "redact">;

/**
 * Makes a content fit to be recorded: asks the redaction hook, shortens what exceeds the byte budget and writes JSON
 * or a structured value. Text stays text. What JSON cannot write is not recorded.
 *
 * @returns Undefined where nothing is to be recorded.
 * @throws What the redaction hook throws; nothing may be recorded then.
 */
export function encodeContent(
  kind: ContentKind,
  value: unknown,
  options: ContentOptions,
  encoding: "json" | "structured",
): unknown {
  const content = prepareContent(kind, value, options);
  return content === undefined ? undefined : writeContent(content, encoding);
}

/** The first half of {@link encodeContent}: redacted and short, a copy of what the application holds. */
export function prepareContent(
  kind: ContentKind,
  value: unknown,
  { redact, maxContentBytes }: ContentOptions,
): unknown {
  const kept = redact === undefined || value === undefined ? value : redact({ kind, value });
  return kept === undefined ? undefined : truncateContent(kept, maxContentBytes);
}

/** The second half of {@link encodeContent}. */
export function writeContent(content: unknown, encoding: "json" | "structured"): unknown {
  return encoding === "structured" || typeof content === "string"
    ? content
    : JSON.stringify(content);
}
