import { setOwn } from "../trace/clean-value.ts";
import { isWord, type Screen } from "./screen.ts";
import { namesPart } from "./screen-record.ts";

/**
 * What is kept of the body of a GenAI event. Where contents are not captured: the roles, ids, indexes and reasons that
 * tell its parts apart, and the names of tools; nothing that anybody has said.
 */
export function screenBody(body: unknown, screen: Screen): unknown {
  if (body === undefined || body === null) return body;
  const kept = screen.anyContent("body", body);
  if (kept !== undefined) return kept;
  return typeof body === "object" ? skeletonOf(body, 0) : undefined;
}

const MAX_DEPTH = 6;
const MAX_PARTS = 256;

function skeletonOf(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH || typeof value !== "object" || value === null) return undefined;
  if (value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) {
    const parts = value.slice(0, MAX_PARTS).flatMap((part) => skeletonOf(part, depth + 1) ?? []);
    return parts.length === 0 ? undefined : parts;
  }
  const skeleton: Record<string, unknown> = {};
  for (const key of Object.keys(value).slice(0, MAX_PARTS)) {
    const part: unknown = Reflect.get(value, key);
    const kept = containers.has(key) ? skeletonOf(part, depth + 1) : plainPart(key, part);
    if (kept !== undefined) setOwn(skeleton, key, kept);
  }
  return Object.keys(skeleton).length === 0 ? undefined : skeleton;
}

/** Parts of an event that have parts themselves. */
const containers: ReadonlySet<string> = new Set(["function", "message", "tool_calls"]);

function plainPart(key: string, part: unknown): unknown {
  if (!namesPart(key) && key !== "name") return undefined;
  return typeof part === "number" || isWord(part) ? part : undefined;
}
