/** Attributes of a resource: what all spans, metrics and log records of this process have in common. */
export type ResourceAttributes = Readonly<Record<string, ResourceValue>>;

type ResourceValue = string | number | readonly string[];

/**
 * Keeps what a resource can hold of what a detector said: a few texts, numbers and lists of texts of reasonable
 * size. Detectors repeat what files and servers tell them, and the resource goes with each export.
 */
export function keepAttributes(found: object): ResourceAttributes {
  const kept = Object.entries(found).filter(isAttribute).slice(0, MOST_ATTRIBUTES);
  return Object.fromEntries(kept);
}

function isAttribute(entry: [string, unknown]): entry is [string, ResourceValue] {
  const [key, value] = entry;
  // The last one is safe here, but not with whoever copies the attributes by assignment.
  const isKey = key !== "" && key.length <= LONGEST_KEY && key !== "__proto__";
  return isKey && isResourceValue(value);
}

const MOST_ATTRIBUTES = 128;
const MOST_MEMBERS = 64;
const LONGEST_KEY = 256;
const LONGEST_TEXT = 4096;

function isResourceValue(value: unknown): value is ResourceValue {
  if (Array.isArray(value)) return value.length <= MOST_MEMBERS && value.every(isText);
  return isText(value) || Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= LONGEST_TEXT;
}
