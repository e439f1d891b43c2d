import type { RuleName } from "../content-policy/redaction/built-in-rules.ts";

/** What is done with what users, models and tools say. */
export interface ContentConfig {
  /** Where it is recorded. */
  readonly capture: "event" | "none" | "span" | "span_and_event";
  /** As what: its text, its length alone, or a fingerprint. */
  readonly form: "hash" | "length" | "text";
  /** Most bytes of one attribute or body. */
  readonly maxBytes: number;
  /** What is taken out of texts, by built-in rules. */
  readonly redact: readonly RuleName[];
  /** And by the user's own. */
  readonly patterns: readonly OwnPattern[];
  /** Names of attributes, and beginnings with `*`, that hold contents beside the known ones. */
  readonly attributes: readonly string[];
  /** Names and beginnings of attributes that are no contents here. */
  readonly allow: readonly string[];
  /** Of fingerprints and tokens. @default one that this process makes up */
  readonly hashKey?: string;
  /** A text that must never leave the process. */
  readonly canary?: string;
}

/** A rule of the user's. */
export interface OwnPattern {
  readonly name: string;
  /** Names of attributes, and beginnings with `*`, that it is for. @default all */
  readonly attributes?: string;
  /** A pattern that `checkPattern` takes. */
  readonly source: string;
}
