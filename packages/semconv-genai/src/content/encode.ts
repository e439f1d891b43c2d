import type { GenAiOptions } from "../options.ts";
import type { ContentKind } from "./kinds.ts";
import { truncateContent } from "./truncate.ts";

/** The options that shape contents. */
export type ContentOptions = Pick<GenAiOptions, "maxContentBytes" | "redact">;

/**
 * Makes a content fit to be recorded: asks the redaction hook, shortens what exceeds the byte budget and writes JSON
 * or a structured value. Text that is not JSON stays text. What JSON cannot write is not recorded.
 *
 * @returns Undefined where nothing is to be recorded.
 * @throws What the redaction hook throws; the caller records nothing then.
 */
export function encodeContent(
  kind: ContentKind,
  value: unknown,
  { redact, maxContentBytes }: ContentOptions,
  encoding: "json" | "structured",
): unknown {
  const kept = redact === undefined || value === undefined ? value : redact({ kind, value });
  if (kept === undefined) return undefined;
  const short = truncateContent(kept, maxContentBytes);
  if (short === undefined) return undefined;
  if (encoding === "structured" || typeof short === "string") return short;
  return JSON.stringify(short);
}
