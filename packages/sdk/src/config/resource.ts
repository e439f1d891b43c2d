import { parsePairs } from "../env/pairs.ts";
import { quote } from "../env/problem.ts";
import type { EnvReader } from "../env/reader.ts";
import type { ConfigOptions } from "./options.ts";
import { readOldAttributes } from "./superseded.ts";

/** The resource attributes that the user gave: options over OTEL_SERVICE_NAME over OTEL_RESOURCE_ATTRIBUTES. */
export function readResource(
  reader: EnvReader,
  { serviceName, resourceAttributes = {} }: ConfigOptions,
): Readonly<Record<string, string>> {
  const attributes = readAttributes(reader);
  const old = readOldAttributes(reader, attributes);
  const name = serviceName ?? reader.text("OTEL_SERVICE_NAME");
  return {
    ...old,
    ...attributes,
    ...(name === undefined ? {} : { "service.name": name }),
    ...resourceAttributes,
    ...(serviceName === undefined ? {} : { "service.name": serviceName }),
  };
}

function readAttributes(reader: EnvReader): Record<string, string> {
  const variable = "OTEL_RESOURCE_ATTRIBUTES";
  const attributes: Record<string, string> = {};
  for (const pair of parsePairs(reader.text(variable) ?? "")) {
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
  return attributes;
}
