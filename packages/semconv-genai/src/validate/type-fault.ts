import type { AttributeDefinition } from "../definitions.ts";

/** What a value is instead of what it should be; undefined where it is right. */
export function typeFault(value: unknown, type: AttributeDefinition["type"]): string | undefined {
  switch (type) {
    case "int":
      return Number.isInteger(value) ? undefined : nameOf(value);
    case "double":
      return typeof value === "number" ? undefined : nameOf(value);
    case "boolean":
      return typeof value === "boolean" ? undefined : nameOf(value);
    case "string[]":
      return Array.isArray(value) && value.every((item) => typeof item === "string")
        ? undefined
        : nameOf(value);
    case "any":
      return typeof value === "string" || (typeof value === "object" && value !== null)
        ? undefined
        : nameOf(value);
    default:
      return typeof value === "string" ? undefined : nameOf(value);
  }
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "double";
  return typeof value === "object" ? "a map" : typeof value;
}
