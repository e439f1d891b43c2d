import assert from "node:assert/strict";
import { test } from "node:test";
import * as semconv from "./index.ts";
import type { HistogramDefinition } from "./metrics.ts";

const CALL = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const MCP = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
/** Unit and boundaries as the conventions print them. */
const PUBLISHED: Readonly<Record<string, readonly [unit: string, buckets: readonly number[]]>> = {
  "gen_ai.client.operation.duration": ["s", CALL],
  "gen_ai.client.operation.time_to_first_chunk": ["s", CALL],
  "gen_ai.client.token.usage": [
    "{token}",
    [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
  ],
  "gen_ai.invoke_agent.duration": [
    "s",
    [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6],
  ],
  "gen_ai.execute_tool.duration": ["s", CALL],
  "mcp.client.operation.duration": ["s", MCP],
  "mcp.server.operation.duration": ["s", MCP],
};
/** Attributes with a value per call or per user: on a metric each value would be a new series. */
const PER_CALL = /\.(id|uri|address\.port)$|conversation|description|usage|finish_reasons/;

const definitions = Object.values<unknown>(semconv).filter(isDefinition);

test("every metric has the published name, unit and bucket boundaries", () => {
  assert.deepEqual(
    Object.fromEntries(definitions.map(({ name, unit, buckets }) => [name, [unit, [...buckets]]])),
    PUBLISHED,
  );
});

test("no metric allows an attribute with a value per call", () => {
  for (const { name, attributes } of definitions) {
    assert.deepEqual(
      attributes.filter((attribute) => PER_CALL.test(attribute)),
      [],
      name,
    );
    assert.equal(new Set(attributes).size, attributes.length, name);
  }
});

test("attribute constants are named after their value", () => {
  for (const [name, value] of Object.entries(semconv)) {
    if (!name.startsWith("ATTR_") || typeof value !== "string") continue;
    assert.equal(name, `ATTR_${value.toUpperCase().replaceAll(".", "_")}`);
  }
});

function isDefinition(value: unknown): value is HistogramDefinition {
  return typeof value === "object" && value !== null && "buckets" in value;
}
