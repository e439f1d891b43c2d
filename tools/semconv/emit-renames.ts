import type { Facts, RenameFact } from "./facts.ts";
import { doc, HEADER } from "./names.ts";

/** `renames.ts`: what the conventions gave up, and for what. */
export function emitRenames(facts: Facts): string {
  return [
    HEADER,
    `import type { AttributeRename, SignalRename, ValueRename } from "../definitions.ts";\n`,
    doc("Attributes that were renamed or given up."),
    `export const ATTRIBUTE_RENAMES: readonly AttributeRename[] = ${JSON.stringify(attributeRenames(facts))};\n`,
    doc("Values that were renamed."),
    `export const VALUE_RENAMES: readonly ValueRename[] = ${JSON.stringify(valueRenames(facts))};\n`,
    doc("Metrics, span types and events that were renamed or split."),
    `export const SIGNAL_RENAMES: readonly SignalRename[] = ${JSON.stringify(signalRenames(facts))};\n`,
  ].join("\n");
}

/** The last version of the switch in which the old name is right; names older than 1.36 are right in none. */
export const LAST_VERSION: Readonly<Record<string, "1.36" | "1.41">> = {
  "gen_ai.system": "1.36",
  "gen_ai.usage.cache_creation.input_tokens": "1.41",
  "gen_ai.token.type": "1.41",
  "gen_ai.request.top_k": "1.41",
};

function attributeRenames(facts: Facts): unknown {
  const renamed = facts.renames.filter(({ kind }) => kind === "attribute");
  const known = new Set(renamed.map(({ from }) => from));
  const obsolete = Object.entries(facts.legacy.attributes)
    .filter(([name]) => facts.attributes[name] === undefined && !known.has(name))
    .map(([from]) => ({ from }));
  return [...renamed.map(attributeRename), ...obsolete];
}

function attributeRename({ from, to, only_on: onlyOn }: RenameFact): unknown {
  const until = LAST_VERSION[from];
  return {
    from,
    ...(typeof to === "string" ? { to } : {}),
    ...(until === undefined ? {} : { until }),
    ...(onlyOn === undefined ? {} : { operation: onlyOn }),
  };
}

function valueRenames(facts: Facts): unknown {
  const told = facts.renames
    .filter(({ kind }) => kind === "attribute_value")
    .map(({ attribute, from, to }) => ({ attribute, from, to }));
  return [...told, ...OUTPUT_TYPES];
}

/** The words of `gen_ai.openai.request.response_format` that its successor `gen_ai.output.type` does not have. */
const OUTPUT_TYPES = ["json_object", "json_schema"].map((from) => ({
  attribute: "gen_ai.openai.request.response_format",
  from,
  to: "json",
}));

function signalRenames(facts: Facts): unknown {
  return facts.renames
    .filter(({ kind }) => kind === "metric" || kind === "span_type" || kind === "event")
    .map(({ kind, from, to }) => ({ kind, from, to: [to].flat() }));
}
