import assert from "node:assert/strict";
import { test } from "node:test";
import { toResult } from "./results.ts";
import type { Metric, Sample, Scenario } from "./scenarios/scenario.ts";
import type { ContenderName } from "./contenders.ts";

const metrics: readonly Metric[] = [
  { id: "cpu", title: "CPU", digits: 0, better: "lower" },
  { id: "added", title: "added", digits: 0, better: "lower", addedTo: "cpu" },
  { id: "loss", title: "loss", digits: 2, better: "lower" },
];

function resultOf(samples: ReadonlyMap<ContenderName, readonly Sample[]>) {
  const scenario: Scenario = {
    name: "request",
    title: "a request",
    metrics,
    run: () => Promise.resolve(samples),
  };
  return toResult(scenario, samples);
}

test("an added metric is the difference from the bare application in the same round", () => {
  const { figures } = resultOf(
    new Map([
      ["bare", [{ cpu: 10 }, { cpu: 100 }, { cpu: 20 }]],
      ["ours", [{ cpu: 13 }, { cpu: 101 }, { cpu: 22 }]],
    ]),
  );
  assert.deepEqual(figures["ours"]?.["added"], { median: 2, min: 1, max: 3, values: [3, 1, 2] });
  assert.deepEqual(figures["bare"]?.["added"]?.values, [0, 0, 0]);
});

test("a metric that a contender has no value for is left out", () => {
  const { figures } = resultOf(
    new Map([
      ["bare", [{ cpu: 10 }]],
      ["ours", [{ cpu: 13, loss: 0 }]],
    ]),
  );
  assert.deepEqual(Object.keys(figures["bare"] ?? {}), ["cpu", "added"]);
  assert.deepEqual(Object.keys(figures["ours"] ?? {}), ["cpu", "added", "loss"]);
});

test("without the bare application nothing is added to it", () => {
  const { figures } = resultOf(new Map([["ours", [{ cpu: 13 }]]]));
  assert.deepEqual(Object.keys(figures["ours"] ?? {}), ["cpu"]);
});
