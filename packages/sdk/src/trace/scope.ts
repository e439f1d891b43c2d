import type { Attributes } from "@opentelemetry/api";
import { cleanAttributes } from "./clean-attributes.ts";

/**
 * Who makes the spans: the library, not the application.
 * https://opentelemetry.io/docs/specs/otel/common/instrumentation-scope/
 */
export interface Scope {
  readonly name: string;
  readonly version?: string;
  readonly schemaUrl?: string;
  readonly attributes?: Attributes;
}

/** Reads what was given to `getTracer`, of whatever types; the missing stays absent. */
export function createScope(name: unknown, version: unknown, options: unknown): Scope {
  const { schemaUrl, attributes } = isObject(options) ? options : {};
  return {
    name: typeof name === "string" ? name : "",
    ...(typeof version === "string" && { version }),
    ...(typeof schemaUrl === "string" && { schemaUrl }),
    ...(isObject(attributes) && { attributes: cleanAttributes(attributes).attributes }),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Equal for scopes that are one and the same. */
export function scopeKey({ name, version, schemaUrl, attributes }: Scope): string {
  if (attributes === undefined) return `${name}\n${version ?? ""}\n${schemaUrl ?? ""}`;
  return JSON.stringify([name, version, schemaUrl, attributes], (_, value) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}
