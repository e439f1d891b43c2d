import { parsePairs } from "../env/pairs.ts";
import { quote } from "../env/problem.ts";
import type { EnvReader } from "../env/reader.ts";
import type { ConfigOptions } from "./options.ts";
import { readOldAttributes } from "./superseded.ts";

/** The resource attributes that the user gave: options over OTEL_SERVICE_NAME over OTEL_RESOURCE_ATTRIBUTES. */
export function readResource(
  reader: EnvReader,
  { resourceAttributes = {} }: Pick<ConfigOptions, "resourceAttributes">,
): Readonly<Record<string, string>> {
  const attributes = readAttributes(reader);
  const old = readOldAttributes(reader, attributes);
  const name = reader.text("OTEL_SERVICE_NAME");
  const isOption = reader.origin("OTEL_SERVICE_NAME") === "option";
  const service: Record<string, string> = name === undefined ? {} : { "service.name": name };
  const given = readGiven(reader, resourceAttributes);
  return { ...old, ...attributes, ...service, ...given, ...(isOption ? service : {}) };
}

/** The types allow text only; plain JavaScript does not. */
function readGiven(
  reader: EnvReader,
  given: Readonly<Record<string, unknown>> | null,
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries(given ?? {})) {
    if (typeof value === "string") attributes[key] = value;
    else if (value !== undefined) {
      reader.report({
        variable: "option resourceAttributes",
        expected: "text for each attribute",
        used: `${quote(key)} is left out`,
      });
    }
  }
  return attributes;
}

function readAttributes(reader: EnvReader): Record<string, string> {
  const variable = "OTEL_RESOURCE_ATTRIBUTES";
  const attributes: Record<string, string> = {};
  for (const pair of parsePairs(reader.raw(variable) ?? "")) {
    if ("value" in pair && pair.key === "service.name" && pair.value.trim() === "") {
      const expected = "a value for service.name";
      reader.report({ variable, expected, used: "the nearest package.json names the service" });
      continue;
    }
    if ("value" in pair) {
      attributes[pair.key] = pair.value;
      continue;
    }
    const of = pair.key === undefined ? "" : ` for ${quote(pair.key)}`;
    reader.report({
      variable,
      expected: "key=value pairs separated by commas, percent-encoded",
      used: `${pair.fault}${of} is left out`,
    });
  }
  const pairs = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
  if (pairs.length > 0) reader.settle(variable, pairs.join(","));
  return attributes;
}
