import { createRequire } from "node:module";
import type { ContentConfig } from "../config/content-config.ts";
import { cleanValue } from "../trace/clean-value.ts";
import { createMatcher } from "./classify-attribute.ts";
import { createFingerprint } from "./fingerprint.ts";
import { builtInRules } from "./redaction/built-in-rules.ts";
import { checkPattern } from "./redaction/own-pattern.ts";
import { MAX_TEXT, redactValue } from "./redaction/redact-value.ts";
import type { Redaction } from "./redaction/redact-text.ts";
import { findAll, type Rule } from "./redaction/rule.ts";

/** A content that is about to be recorded. */
export interface Content {
  /** The attribute that holds it; `body` for that of a log record, `exception.message` and its like for words of an error. */
  readonly attribute: string;
  readonly value: unknown;
}

/**
 * The user's own say in what is recorded. Sees each content before anything else is done with it; of what it gives,
 * `undefined` is not recorded at all, and anything else is redacted and shortened as contents are. Where it throws,
 * nothing is recorded. It may be asked about the same content twice.
 */
export type ContentHook = (content: Content) => unknown;

/** Gives what is recorded of a content; undefined: nothing. Throws what the hook throws. */
export type RewriteContent = (content: Content) => unknown;

/** What contents are rewritten by. */
type RewriteConfig = Pick<ContentConfig, "form" | "hashKey" | "maxBytes" | "patterns" | "redact">;

/** Creates the rewriting of contents that are captured: the hook, then the redaction, then the length. */
export function createRewriteContent(config: RewriteConfig, hook?: ContentHook): RewriteContent {
  const fingerprint = createFingerprint(config.hashKey);
  const redaction: Redaction = { rules: createRules(config), fingerprint };
  const summarise = (text: string): string =>
    config.form === "hash"
      ? `[hash:${fingerprint(text, HASH_DIGITS)} length:${text.length}]`
      : `[length:${text.length}]`;
  return ({ attribute, value: given }) => {
    const chosen = hook === undefined ? given : hook({ attribute, value: given });
    if (chosen === undefined || chosen === null) return undefined;
    const value = cleanValue(chosen, { maxLength: MAX_TEXT + 1, repairs: 0 });
    if (value === undefined) return undefined;
    if (config.form !== "text")
      return isSummary(value)
        ? value
        : summarise(typeof chosen === "string" ? chosen : asText(value));
    const redacted = redactValue(value, attribute, redaction);
    return shorten(redacted, config.maxBytes);
  };
}

const HASH_DIGITS = 16;
function createRules({ redact, patterns }: RewriteConfig): readonly Rule[] {
  const own = patterns.flatMap(({ name, attributes, source }): readonly Rule[] => {
    const { pattern } = checkPattern(source);
    if (pattern === undefined) return [];
    const find = (text: string): ReturnType<Rule["find"]> => findAll(text, pattern);
    return [
      { name, find, ...(attributes === undefined ? {} : { isFor: createMatcher([attributes]) }) },
    ];
  });
  return [...own, ...redact.map((name) => ({ name, find: builtInRules[name] }))];
}

/** Whether it was summarised before: by the instrumentation, whose spans come by here as well. */
function isSummary(value: unknown): boolean {
  return typeof value === "string" && summaries.test(value);
}

const summaries = /^\[(?:hash:[0-9a-f]{16} )?length:\d{1,10}\]$/;

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

function shorten(value: unknown, maxBytes: number): unknown {
  const text = asText(value);
  if (Buffer.byteLength(text) <= maxBytes) return value;
  const genAi: typeof import("@agent-otel/semconv-genai/content") = require("@agent-otel/semconv-genai/content");
  const json = typeof value === "string" ? parse(value) : value;
  const isJson = typeof json === "object" && json !== null;
  if (!isJson) return genAi.truncateContent(text, maxBytes);
  const short = genAi.truncateContent(json, maxBytes);
  return typeof value === "string" && short !== undefined ? JSON.stringify(short) : short;
}

const require = createRequire(import.meta.url);

function parse(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A text like any other.
    return undefined;
  }
}
