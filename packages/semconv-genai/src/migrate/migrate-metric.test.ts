import assert from "node:assert/strict";
import { test } from "node:test";
import { migrateMetricPoint } from "./index.ts";

const LABELS = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai" };
const EMBEDDING = { ...LABELS, "gen_ai.operation.name": "embeddings" };

for (const [old, oldLabels, latest, labels] of [
  ["gen_ai.client.operation.duration", LABELS, "gen_ai.client.inference.duration", LABELS],
  ["gen_ai.client.operation.duration", EMBEDDING, "gen_ai.client.embeddings.duration", EMBEDDING],
  [
    "gen_ai.client.operation.time_to_first_chunk",
    LABELS,
    "gen_ai.client.inference.time_to_first_chunk",
    LABELS,
  ],
  [
    "gen_ai.client.token.usage",
    { ...LABELS, "gen_ai.token.type": "input" },
    "gen_ai.client.inference.operation.input_tokens",
    LABELS,
  ],
  [
    "gen_ai.client.token.usage",
    { ...LABELS, "gen_ai.token.type": "output" },
    "gen_ai.client.inference.operation.output_tokens",
    LABELS,
  ],
  [
    "gen_ai.client.token.usage",
    { ...EMBEDDING, "gen_ai.token.type": "input" },
    "gen_ai.client.embeddings.operation.input_tokens",
    EMBEDDING,
  ],
] as const) {
  test(`a point of ${old} (${oldLabels["gen_ai.operation.name"]}) is one of ${latest}, and back`, () => {
    const before = { name: old, attributes: oldLabels };
    const after = { name: latest, attributes: labels };
    assert.deepEqual(migrateMetricPoint(before, { to: "latest" }), after);
    assert.deepEqual(migrateMetricPoint(after, { to: "1.41" }), before);
    assert.deepEqual(migrateMetricPoint(before, { to: "1.41" }), before);
    assert.deepEqual(migrateMetricPoint(after, { to: "latest" }), after);
  });
}

test("points without a place in the version go, and those of others stay", () => {
  assert.equal(
    successor("gen_ai.client.inference.usage.cache_read.input_tokens", "1.41"),
    undefined,
  );
  assert.equal(successor("gen_ai.client.token.usage", "latest", EMBEDDING), undefined);
  assert.equal(
    successor("gen_ai.client.token.usage", "latest", {
      ...EMBEDDING,
      "gen_ai.token.type": "output",
    }),
    undefined,
  );
  assert.equal(
    successor("gen_ai.client.operation.duration", "latest", {
      "gen_ai.operation.name": "retrieval",
    }),
    "gen_ai.client.operation.duration",
  );
  assert.equal(successor("gen_ai.workflow.duration", "1.41"), "gen_ai.invoke_workflow.duration");
  assert.equal(successor("http.server.request.duration", "latest"), "http.server.request.duration");
});

function successor(name: string, to: "1.41" | "latest", attributes = {}): string | undefined {
  return migrateMetricPoint({ name, attributes }, { to })?.name;
}
