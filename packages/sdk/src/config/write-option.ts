import { describeValue, type Problem, quote } from "../env/problem.ts";
import type { Variable } from "../env/variable.ts";

/** An option as text, when it can be one. */
interface WrittenOption {
  readonly text?: string;
  readonly problems: readonly Problem[];
}

/**
 * Writes the value of an option as its variable would be written. What the types forbid becomes text that
 * the parser refuses, so that it is a problem like any bad value and has its documented fallback. Never throws.
 */
export function writeOption(option: string, value: unknown, type: Variable["type"]): WrittenOption {
  if (type === "pairs") return writePairs(option, value);
  if ((type === "list" || type === "names") && isIterable(value)) {
    return { text: [...value].map(describeValue).join(","), problems: [] };
  }
  const isText = typeof value !== "object" && typeof value !== "function";
  if (isText || value instanceof URL || (type !== "text" && type !== "path")) {
    return { text: Array.isArray(value) ? "(a list)" : describeValue(value), problems: [] };
  }
  const expected = "text";
  return { problems: [{ variable: `option ${option}`, expected, used: "it is ignored" }] };
}

function writePairs(option: string, value: unknown): WrittenOption {
  if (typeof value !== "object" || value === null) return { text: String(value), problems: [] };
  const entries: readonly unknown[] = isIterable(value) ? [...value] : Object.entries(value);
  const problems: Problem[] = [];
  const pairs = entries.flatMap((entry): readonly string[] => {
    const [key, item]: readonly unknown[] = Array.isArray(entry) ? entry : [];
    const pair = typeof item === "string" ? encodePair(String(key), item) : undefined;
    if (pair !== undefined) return [pair];
    // The value is not shown; a name that is one holds no secret.
    const which = /^[\w-]{1,64}$/.test(String(key)) ? quote(String(key)) : "an entry";
    const used = `${which} is left out`;
    problems.push({ variable: `option ${option}`, expected: "text for each name", used });
    return [];
  });
  return { text: pairs.join(","), problems };
}

function encodePair(key: string, value: string): string | undefined {
  try {
    return `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
  } catch {
    // Half of a surrogate pair is no text: the caller reports it.
    return undefined;
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
