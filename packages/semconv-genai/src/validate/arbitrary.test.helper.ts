import * as fc from "fast-check";
import type { AttributeDefinition, AttributeUses, SpanDefinition } from "../definitions.ts";
import { ATTRIBUTE_DEFINITIONS } from "../generated/attribute-definitions.ts";

/** Attributes as a caller may give them for a span: all that are required, and any of the others. */
export function spanAttributes(definition: SpanDefinition): fc.Arbitrary<Record<string, unknown>> {
  const { operations } = definition;
  // Where there is but one, the caller does not name it; where there are several, the first is the default.
  const operation = fc.constantFrom(...(operations.length > 1 ? operations : []), undefined);
  return fc.tuple(attributesOf(definition), operation).map(([attributes, name]) => {
    const named = { ...attributes };
    delete named["gen_ai.operation.name"];
    if (name !== undefined) named["gen_ai.operation.name"] = name;
    return complete(named);
  });
}

/** Attributes as a definition lists them. */
function attributesOf(uses: AttributeUses): fc.Arbitrary<Record<string, unknown>> {
  const optional = [
    ...Object.keys(uses.conditional),
    ...Object.keys(uses.recommended),
    ...uses.optIn,
  ];
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const name of [...uses.required, ...optional]) model[keyOf(name)] = valueOf(name);
  return fc.record(model, { requiredKeys: uses.required.map(keyOf) });
}

/** Conditions that show from other attributes: a host has a port, a request has an id, its tool or prompt a name. */
function complete(attributes: Record<string, unknown>): Record<string, unknown> {
  const result = { ...attributes };
  if (typeof result["server.address"] === "string") result["server.port"] ??= 443;
  const method = result["mcp.method.name"];
  if (typeof method !== "string") return result;
  if (!method.startsWith("notifications/")) result["jsonrpc.request.id"] ??= "1";
  if (method === "tools/call") result["gen_ai.tool.name"] ??= "add";
  if (method === "prompts/get") result["gen_ai.prompt.name"] ??= "greet";
  return result;
}

function keyOf(name: string): string {
  return name === "gen_ai.prompt.variable" ? `${name}.city` : name;
}

function valueOf(name: string): fc.Arbitrary<unknown> {
  const content = CONTENTS[name];
  if (content !== undefined) return content;
  const definition = ATTRIBUTE_DEFINITIONS[name];
  if (definition === undefined) throw new Error(`no definition of ${name}`);
  // Totals above any part, so that parts fit.
  if (/^gen_ai\.usage\.(?:in|out)put_tokens$/.test(name))
    return fc.integer({ min: 1000, max: 9000 });
  return byType(definition);
}

function byType({ type, values }: AttributeDefinition): fc.Arbitrary<unknown> {
  switch (type) {
    case "int":
      return fc.nat({ max: 100 });
    case "double":
      return fc.double({ noNaN: true, min: 0, max: 2 });
    case "boolean":
      return fc.boolean();
    case "string[]":
      return fc.array(fc.string(), { maxLength: 3 });
    default:
      return values === undefined
        ? fc.string({ minLength: 1 })
        : fc.oneof(fc.constantFrom(...values), fc.string({ minLength: 1 }));
  }
}

const part = fc.oneof(
  fc.record({ type: fc.constant("text"), content: fc.string() }),
  fc.record({ type: fc.constant("tool_call"), name: fc.string(), arguments: fc.jsonValue() }),
  fc.record({
    type: fc.constant("blob"),
    modality: fc.constant("image"),
    content: fc.base64String(),
  }),
  fc.record({ type: fc.string(), anything: fc.jsonValue() }),
);
const message = {
  role: fc.constantFrom("user", "assistant", "other"),
  parts: fc.array(part, { maxLength: 3 }),
};
const object = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 });

/** Contents that follow their schemas. */
export const CONTENTS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  "gen_ai.input.messages": fc.array(fc.record(message), { maxLength: 3 }),
  "gen_ai.output.messages": fc.array(
    fc.record({ ...message, finish_reason: fc.constantFrom("stop", "length") }),
    { maxLength: 3 },
  ),
  "gen_ai.system_instructions": fc.array(part, { maxLength: 3 }),
  "gen_ai.tool.definitions": fc.array(
    fc.record({ type: fc.constant("function"), name: fc.string(), description: fc.string() }),
    { maxLength: 2 },
  ),
  "gen_ai.tool.call.arguments": object,
  "gen_ai.tool.call.result": object,
  "gen_ai.memory.records": fc.array(fc.record({ content: fc.jsonValue(), score: fc.nat() }), {
    maxLength: 2,
  }),
  "gen_ai.retrieval.documents": fc.array(fc.record({ id: fc.string(), score: fc.nat() }), {
    maxLength: 2,
  }),
};
