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
  const contents: (readonly [ContentKind, () => unknown])[] = [];
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    if (isContentKind(key)) contents.push([key, () => (TEXT.test(key) ? value : parsed(value))]);
    else if (!isContentAttribute(key) && !isWrong(key, value)) plain[key] = value;
  }
  return { plain, contents };
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

function isWrong(name: string, value: unknown): boolean {
  const type = Object.hasOwn(ATTRIBUTE_DEFINITIONS, name)
    ? ATTRIBUTE_DEFINITIONS[name]?.type
    : undefined;
  if (type !== "int" && type !== "double" && type !== "boolean") return false;
  return typeFault(value, type) !== undefined;
}
