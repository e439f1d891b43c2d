import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";

/** The validator of a content's published JSON schema. */
export function schemaOf(kind: keyof typeof FILES): ValidateFunction {
  const url = new URL(`../facts/schemas/gen-ai-${FILES[kind]}.json`, import.meta.url);
  const schema: unknown = JSON.parse(readFileSync(url, "utf8"));
  assert.ok(typeof schema === "object" && schema !== null);
  return new Ajv({ strict: false, formats: { binary: true } }).compile(schema);
}

/** Asserts that a value follows the published schema of a content, as JSON. */
export function assertFollows(kind: keyof typeof FILES, value: unknown): void {
  const validate = (validators[kind] ??= schemaOf(kind));
  const json: unknown = JSON.parse(JSON.stringify(value));
  assert.ok(validate(json), JSON.stringify(validate.errors?.slice(0, 3)));
}

const validators: Partial<Record<keyof typeof FILES, ValidateFunction>> = {};

const FILES = {
  "gen_ai.input.messages": "input-messages",
  "gen_ai.output.messages": "output-messages",
  "gen_ai.system_instructions": "system-instructions",
  "gen_ai.tool.definitions": "tool-definitions",
  "gen_ai.tool.call.arguments": "tool-call-arguments",
  "gen_ai.tool.call.result": "tool-call-result",
  "gen_ai.memory.records": "memory-records",
  "gen_ai.retrieval.documents": "retrieval-documents",
} as const;
