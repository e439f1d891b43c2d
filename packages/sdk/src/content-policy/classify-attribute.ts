import { type ContentKind, contentRows } from "./content-attributes.ts";
import { isGenAiName, marksGenAi } from "./genai-marks.ts";

/** What an attribute's name tells. */
export interface AttributeFacts {
  /** The span is one of GenAI. */
  readonly marks: boolean;
  /** What the attribute holds of a conversation, if anything. */
  readonly kind: ContentKind | undefined;
  /** That counts only on spans and records of GenAI. */
  readonly onGenAiOnly: boolean;
  /** Values of it that are no content: none; numbers and truth values; short words too, such as a role, an id, a reason. */
  readonly harmless: "none" | "numbers" | "words";
  /** It holds the words of an error. */
  readonly isError: boolean;
}

/** Tells what an attribute's name says; undefined for the many that say nothing. Cheap: each name is judged once. */
export type Classifier = (key: string) => AttributeFacts | undefined;

/** What the user has added to the table, and taken out of it. */
export interface OwnNames {
  /** Names, and beginnings that end in `*`, of attributes that hold contents too. */
  readonly attributes: readonly string[];
  /** Names and beginnings of attributes that hold none. */
  readonly allow: readonly string[];
}

/** Creates the classifier. */
export function createClassifier(own: OwnNames): Classifier {
  const known = new Map<string, AttributeFacts | null>();
  // Made with the first attribute: a start should take no longer for it.
  let table: Table | undefined;
  return (key) => {
    const facts = known.get(key);
    // One look-up for the many names that say nothing: this is done for every attribute of every span.
    if (facts === null) return undefined;
    if (facts !== undefined) return facts;
    const judged = judge(key, (table ??= createTable(own)));
    // Names with ids in them need not end.
    if (known.size < MAX_KNOWN && key.length <= LONGEST_KNOWN) known.set(key, judged ?? null);
    return judged;
  };
}

const MAX_KNOWN = 4096;
const LONGEST_KNOWN = 200;

interface Entry {
  readonly kind: ContentKind;
  readonly onGenAiOnly: boolean;
}

interface Table {
  readonly exact: ReadonlyMap<string, Entry>;
  /** By their first letter. */
  readonly prefixes: ReadonlyMap<string, readonly (readonly [string, Entry])[]>;
  readonly allows: (key: string) => boolean;
}

function createTable({ attributes, allow }: OwnNames): Table {
  const exact = new Map<string, Entry>();
  const prefixes = new Map<string, (readonly [string, Entry])[]>();
  const add = (name: string, entry: Entry): void => {
    if (!name.endsWith("*")) {
      exact.set(name, entry);
      return;
    }
    const letter = name.charAt(0);
    const list = prefixes.get(letter) ?? [];
    prefixes.set(letter, list);
    list.push([name.slice(0, -1), entry]);
  };
  for (const { names, kind, onGenAiOnly = false } of contentRows) {
    for (const name of names.split(" ")) add(name, { kind, onGenAiOnly });
  }
  for (const name of attributes) add(name, { kind: "input", onGenAiOnly: false });
  return { exact, prefixes, allows: createMatcher(allow) };
}

/** Whether a name is one of the patterns: as it is, or its beginning with `*`. */
export function createMatcher(patterns: readonly string[]): (name: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith("*")));
  const prefixes = patterns
    .filter((pattern) => pattern.endsWith("*"))
    .map((pattern) => pattern.slice(0, -1));
  return (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

function judge(key: string, { exact, prefixes, allows }: Table): AttributeFacts | undefined {
  const marks = marksGenAi(key);
  if (errorNames.has(key) || (isGenAiName(key) && errorWords.test(key))) {
    return { ...nothing, marks, isError: true };
  }
  const allowed = names.has(key) || allows(key);
  const entry = allowed ? undefined : exact.get(key);
  if (entry !== undefined) return { ...nothing, ...entry, marks };
  const within = allowed
    ? undefined
    : prefixes.get(key.charAt(0))?.find(([prefix]) => key.startsWith(prefix));
  if (within !== undefined) {
    const [, found] = within;
    return { ...nothing, ...found, marks, harmless: wordLeaves.test(key) ? "words" : "none" };
  }
  if (!allowed && isGenAiName(key) && isSuspect(key)) {
    return { ...nothing, kind: "input", marks, harmless: "numbers" };
  }
  return marks ? { ...nothing, marks } : undefined;
}

const nothing: AttributeFacts = {
  marks: false,
  kind: undefined,
  onGenAiOnly: false,
  harmless: "none",
  isError: false,
};

/** Of any product. They are looked at only where an error may quote a prompt. */
const errorNames: ReadonlySet<string> = new Set([
  "error",
  "error.message",
  "error.stack",
  "error.type",
  "exception.message",
  "exception.stacktrace",
  "exception.type",
]);

const errorWords =
  /\.(?:error|error\.message|error_message|errors|exception|exception\.message|status_message|status\.message)$/;

/** The last part of a flattened message that is none of its words. */
const wordLeaves =
  /\.(?:role|type|finish_reason|mime_type|id|tool_call_id|function\.name|index|score)$/;

/** Attributes of GenAI products that nobody has told us of: their last word tells what they probably hold. */
function isSuspect(key: string): boolean {
  return !harmless.test(key) && suspectWords.test(key);
}

const suspectWords =
  /[.:_](?:answers?|args?|arguments|body|choices|completions?|contents?|context|data|documents?|goal|history|inputs?|instructions?|messages?|outputs?|params|parameters|payload|prompts?|quer(?:y|ies)|questions?|reasoning|replies|request|response|results?|text|thinking|thoughts?|transcripts?|values?|variables)$/i;

/** They name a prompt or the settings of a model, although their own names look like those of contents. */
const names: ReadonlySet<string> = new Set([
  "gen_ai.prompt.id",
  "gen_ai.prompt.name",
  "gen_ai.prompt.version",
  "langfuse.observation.model.parameters",
]);

/** Names of the conventions whose last word is one of those, and which hold no text of a conversation. */
const harmless =
  /^(?:gen_ai\.(?:usage|evaluation\.score|token|output\.type)\b|llm\.(?:usage|token_count)\.)/;
