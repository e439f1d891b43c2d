import type { AttributeRecord } from "./attribute-record.ts";
import type { SpanDefinition } from "./definitions.ts";

/**
 * The name of a span with these attributes (in the names of `latest`): what the pattern says, without the second part
 * where its attribute is absent or empty.
 */
export function spanName(
  { name, operations }: SpanDefinition,
  attributes: AttributeRecord,
): string {
  const space = name.indexOf(" ");
  const first = space < 0 ? name : name.slice(0, space);
  const second = space < 0 ? undefined : resolve(name.slice(space + 1), attributes);
  const head = resolve(first, attributes) ?? operations[0] ?? "gen_ai";
  return second === undefined ? head : `${head} ${second}`;
}

function resolve(part: string, attributes: AttributeRecord): string | undefined {
  if (!part.startsWith("{")) return part;
  const key = part.slice(1, -1);
  if (key !== "target") return text(attributes[key]);
  return text(attributes["gen_ai.tool.name"]) ?? text(attributes["gen_ai.prompt.name"]);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
