import type { EnvReader } from "../env/reader.ts";
import { isVariableName, type VariableName, variables } from "../env/variables.ts";
import { readHeaderPairs } from "./otlp-headers.ts";
import { parseHttpUrl, withoutCredentials } from "./url.ts";

/**
 * Checks the variables that have no effect as things are, such as the port of an exporter that is not chosen:
 * a bad value is told now, and not on the day when it begins to count.
 */
export function checkUnread(reader: EnvReader): void {
  for (const name of Object.keys(variables)) {
    if (!isVariableName(name) || reader.wasRead(name)) continue;
    if (reader.origin(name) !== "default") check(reader, name);
  }
}

function check(reader: EnvReader, name: VariableName): void {
  const { type, values = [] } = variables[name];
  if (type === "boolean") reader.boolean(name);
  else if (type === "enum") reader.choice(name, values);
  else if (type === "integer") reader.integer(name);
  else if (type === "list") reader.list(name, values);
  else if (type === "url") checkUrl(reader, name);
  else if (type === "pairs") readHeaderPairs(reader, { variable: name, protocol: "http/protobuf" });
  else reader.text(name);
}

function checkUrl(reader: EnvReader, variable: VariableName): void {
  const text = reader.raw(variable) ?? "";
  // Without a scheme it is right for gRPC, which may be chosen later.
  if (parseHttpUrl(text, /^[^/@]+:\d+$/.test(text) ? "http" : undefined) !== undefined) {
    reader.settle(variable, withoutCredentials(text));
    return;
  }
  const expected = "a URL such as http://localhost:4318";
  reader.report({
    variable,
    expected,
    found: withoutCredentials(text),
    used: "nothing uses it now",
  });
  reader.settle(variable, "(no usable URL)");
}
