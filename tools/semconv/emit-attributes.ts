import type { AttributeFact, Facts } from "./facts.ts";
import { constantCase, doc, HEADER, pascalCase, wordsFor } from "./names.ts";
import { genAiAttributeWords } from "./words/genai-attributes.ts";
import { otherAttributeWords } from "./words/other-attributes.ts";

/** `attributes.ts`: a constant for each attribute name. */
export function emitAttributes(facts: Facts): string {
  const lines = Object.entries(allAttributes(facts)).map(([name, fact]) => {
    const constant = `ATTR_${constantCase(name)}`;
    const text = describe(name, fact, facts);
    if (!isTemplate(fact)) return `${text}export const ${constant} = ${JSON.stringify(name)};\n`;
    return `${text}export const ${constant} = <Key extends string>(key: Key): \`${name}.\${Key}\` => \`${name}.\${key}\`;\n`;
  });
  return HEADER + lines.join("");
}

/** `attribute-types.ts`: the type of each attribute's value. */
export function emitAttributeTypes(facts: Facts): string {
  const all = Object.entries(allAttributes(facts)).filter(([, fact]) => !isTemplate(fact));
  const members = all.map(([name, fact]) => {
    return `${describe(name, fact, facts)}readonly ${JSON.stringify(name)}: ${valueType(name, fact)};\n`;
  });
  const enums = all.filter(([, fact]) => fact.type === "enum").map(([name]) => pascalCase(name));
  const contents = Object.values(CONTENT_TYPES).toSorted();
  return [
    HEADER,
    `import type { ${[...new Set(contents)].join(", ")} } from "../content/types.ts";\n`,
    `import type { ${enums.toSorted().join(", ")} } from "./values.ts";\n`,
    doc("The type of each attribute's value, by the attribute's name."),
    `export interface AttributeTypes {\n${members.join("")}}\n`,
    doc("Values of a prompt template's variables: `gen_ai.prompt.variable.<key>`."),
    "export interface PromptVariables {\n",
    "readonly [variable: `gen_ai.prompt.variable.${string}`]: string | undefined;\n}\n",
  ].join("\n");
}

/** `attribute-definitions.ts`: what the validator knows of each attribute. */
export function emitAttributeDefinitions(facts: Facts): string {
  const entries = Object.entries(allAttributes(facts)).map(([name, fact]) => {
    const gone = facts.attributes[name] === undefined;
    const definition = {
      type: fact.type === "enum" ? "string" : fact.type,
      ...(fact.stability === "development" ? {} : { stability: fact.stability }),
      ...(fact.members === undefined || gone ? {} : { values: memberValues(fact) }),
      ...(CONTENT.has(name) ? { content: true } : {}),
      ...(gone ? { gone: true } : {}),
    };
    return `${JSON.stringify(name)}: ${JSON.stringify(definition)},\n`;
  });
  return [
    HEADER,
    `import type { AttributeDefinition } from "../definitions.ts";\n`,
    doc("Every attribute of the conventions and those they gave up, by name."),
    "export const ATTRIBUTE_DEFINITIONS: Readonly<Record<string, AttributeDefinition>> = {\n",
    ...entries,
    "};\n",
  ].join("");
}

/** Today's attributes and those given up, each once, by name. */
export function allAttributes(facts: Facts): Readonly<Record<string, AttributeFact>> {
  const all = { ...facts.legacy.attributes, ...facts.attributes };
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The values of an enum, each once. */
export function memberValues(fact: AttributeFact): readonly string[] {
  return [...new Set((fact.members ?? []).map((member) => member.value))];
}

/** What must not be recorded while the capture of contents is off. */
const CONTENT: ReadonlySet<string> = new Set([
  "gen_ai.completion",
  "gen_ai.input.messages",
  "gen_ai.memory.query.text",
  "gen_ai.memory.records",
  "gen_ai.output.messages",
  "gen_ai.prompt",
  "gen_ai.prompt.variable",
  "gen_ai.retrieval.documents",
  "gen_ai.retrieval.query.text",
  "gen_ai.system_instructions",
  "gen_ai.tool.call.arguments",
  "gen_ai.tool.call.result",
  "gen_ai.tool.definitions",
]);

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  "gen_ai.input.messages": "InputMessages",
  "gen_ai.memory.records": "MemoryRecords",
  "gen_ai.output.messages": "OutputMessages",
  "gen_ai.retrieval.documents": "RetrievalDocuments",
  "gen_ai.system_instructions": "SystemInstructions",
  "gen_ai.tool.call.arguments": "ToolCallArguments",
  "gen_ai.tool.call.result": "ToolCallResult",
  "gen_ai.tool.definitions": "ToolDefinitions",
};

function valueType(name: string, fact: AttributeFact): string {
  switch (fact.type) {
    case "enum":
      return pascalCase(name);
    case "int":
    case "double":
      return "number";
    case "string[]":
      return "readonly string[]";
    case "any":
      return `${wordsFor(CONTENT_TYPES, name)} | string`;
    default:
      return fact.type;
  }
}

function isTemplate(fact: AttributeFact): boolean {
  return fact.type.startsWith("template");
}

function describe(name: string, fact: AttributeFact, facts: Facts): string {
  const gone = facts.attributes[name] === undefined;
  const examples = (fact.examples ?? []).map((example) => `\`${JSON.stringify(example)}\``);
  return doc(
    wordsFor({ ...genAiAttributeWords, ...otherAttributeWords }, name),
    fact.type === "enum" || examples.length === 0 ? undefined : `@example ${examples.join(", ")}`,
    gone ? `@deprecated ${successor(name, facts)}` : undefined,
  );
}

function successor(name: string, facts: Facts): string {
  const rename = facts.renames.find(({ kind, from }) => kind === "attribute" && from === name);
  return typeof rename?.to === "string" ? `Now \`${rename.to}\`.` : "It has no successor.";
}
