import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { SPAN_DEFINITIONS } from "../generated/span-definitions.ts";
import { buildSpan } from "../span-builder.ts";
import { spanAttributes } from "../validate/arbitrary.test.helper.ts";
import { formatFinding, validateSpan } from "../validate/index.ts";
import { migrateAttributes } from "./index.ts";

const VERSIONS = ["1.36", "1.41", "latest"] as const;

test("old names and values become those of the version", () => {
  const old = {
    "gen_ai.operation.name": "chat",
    "gen_ai.system": "az.ai.openai",
    "gen_ai.usage.prompt_tokens": 12,
    "gen_ai.usage.completion_tokens": 3,
    "gen_ai.openai.request.response_format": "json_schema",
    "gen_ai.openai.request.service_tier": "auto",
    "gen_ai.usage.cache_creation.input_tokens": 2,
    "gen_ai.request.top_k": 5,
    "http.request.method": "POST",
  };
  const common = {
    "gen_ai.operation.name": "chat",
    "gen_ai.usage.input_tokens": 12,
    "gen_ai.usage.output_tokens": 3,
    "gen_ai.output.type": "json",
    "openai.request.service_tier": "auto",
    "gen_ai.request.top_k": 5,
    "http.request.method": "POST",
  };
  assert.deepEqual(migrateAttributes(old, { to: "latest" }), {
    ...common,
    "gen_ai.provider.name": "azure.ai.openai",
    "gen_ai.usage.cache_write.input_tokens": 2,
  });
  assert.deepEqual(migrateAttributes(old, { to: "1.41" }), {
    ...common,
    "gen_ai.provider.name": "azure.ai.openai",
    "gen_ai.usage.cache_creation.input_tokens": 2,
  });
  assert.deepEqual(migrateAttributes(old, { to: "1.36" }), {
    ...common,
    "gen_ai.system": "azure.ai.openai",
    "gen_ai.usage.cache_creation.input_tokens": 2,
  });
});

test("values that were renamed together with their attribute go both ways", () => {
  assert.deepEqual(migrateAttributes({ "gen_ai.system": "xai" }, { to: "latest" }), {
    "gen_ai.provider.name": "x_ai",
  });
  assert.deepEqual(migrateAttributes({ "gen_ai.provider.name": "x_ai" }, { to: "1.36" }), {
    "gen_ai.system": "xai",
  });
  assert.deepEqual(migrateAttributes({ "gen_ai.system": "xai" }, { to: "1.36" }), {
    "gen_ai.system": "xai",
  });
});

test("top_k changes its name on retrievals only, and the new name wins where both are there", () => {
  const retrieval = { "gen_ai.operation.name": "retrieval", "gen_ai.request.top_k": 5 };
  assert.deepEqual(migrateAttributes(retrieval, { to: "latest" }), {
    "gen_ai.operation.name": "retrieval",
    "gen_ai.retrieval.top_k": 5,
  });
  assert.deepEqual(
    migrateAttributes({ "gen_ai.system": "old", "gen_ai.provider.name": "new" }, { to: "1.41" }),
    { "gen_ai.provider.name": "new" },
  );
});

test("attributes that need no change stay the same object", () => {
  for (const attributes of [{}, { "http.route": "/" }, { "gen_ai.provider.name": "openai" }]) {
    assert.equal(migrateAttributes(attributes, { to: "1.41" }), attributes);
  }
});

for (const from of VERSIONS) {
  for (const to of VERSIONS) {
    test(`every span written in ${from} conforms to ${to} after migration, and migrating again changes nothing`, () => {
      for (const definition of SPAN_DEFINITIONS) {
        fc.assert(
          fc.property(spanAttributes(definition), (given) => {
            const span = buildSpan(definition, given, { version: from });
            const attributes = migrateAttributes(span.attributes, { to });
            const findings = validateSpan({ ...span, attributes }, { version: to, content: true });
            assert.deepEqual(
              findings.filter(({ level }) => level !== "info").map(formatFinding),
              [],
            );
            assert.deepEqual(migrateAttributes(attributes, { to }), attributes);
            assert.deepEqual(migrateAttributes(attributes, { to: from }), span.attributes);
          }),
          { numRuns: 15 },
        );
      }
    });
  }
}
