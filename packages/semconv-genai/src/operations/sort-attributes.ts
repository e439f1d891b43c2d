import type { AttributeRecord } from "../attribute-record.ts";
import { isContentAttribute, isContentKind } from "../content/content-attributes.ts";
import type { ContentKind } from "../content/kinds.ts";
import { ATTRIBUTE_DEFINITIONS } from "../generated/attribute-definitions.ts";
import { typeFault } from "../type-fault.ts";

/** Attributes that an application gave, told apart. */
export interface SortedAttributes {
  /** Those that may be recorded as they are. */
  readonly plain: Record<string, unknown>;
  /** Those that may be recorded only where contents are captured. */
  readonly contents: readonly (readonly [kind: ContentKind, read: () => unknown])[];
}

/**
 * Tells contents from other attributes. What is absent is left out, as are contents under names that were given up, and
 * numbers and truth values that are of another type than the conventions say.
 */
export function sortAttributes(attributes: AttributeRecord | undefined): SortedAttributes {
  const plain: Record<string, unknown> = {};
  let contents: (readonly [ContentKind, () => unknown])[] | undefined;
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    const kind = kindOf(key);
    if (kind === "plain") plain[key] = value;
    else if (kind === "content") (contents ??= []).push(content(key, value));
    else if (kind !== "gone" && typeFault(value, kind) === undefined) plain[key] = value;
  }
  return { plain, contents: contents ?? NO_CONTENTS };
}

const NO_CONTENTS: SortedAttributes["contents"] = [];

function content(key: string, value: unknown): readonly [ContentKind, () => unknown] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that is what its kind says
  return [key as ContentKind, () => (TEXT.test(key) ? value : parsed(value))];
}

/** What is done with an attribute, by its name; of numbers and truth values the type that they must have. */
type AttributeKind = "plain" | "content" | "gone" | "int" | "double" | "boolean";

/** Every call has the same few names, and telling what they are costs more than all else that is done with them. */
function kindOf(name: string): AttributeKind {
  let kind = kinds.get(name);
  if (kind === undefined) {
    kind = findKind(name);
    if (kinds.size < MOST_NAMES) kinds.set(name, kind);
  }
  return kind;
}

const kinds = new Map<string, AttributeKind>();
/** Applications may invent names. */
const MOST_NAMES = 512;

function findKind(name: string): AttributeKind {
  if (isContentKind(name)) return "content";
  if (isContentAttribute(name)) return "gone";
  const type = Object.hasOwn(ATTRIBUTE_DEFINITIONS, name)
    ? ATTRIBUTE_DEFINITIONS[name]?.type
    : undefined;
  return type === "int" || type === "double" || type === "boolean" ? type : "plain";
}

/** Contents that are text even where it looks like JSON. */
const TEXT = /\.query\.text$|^gen_ai\.prompt\.variable\./;

/** Messages that came as JSON text, so that they are shortened and redacted as messages. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // Text that only looks like JSON is text.
    return value;
  }
}
