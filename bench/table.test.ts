import assert from "node:assert/strict";
import { test } from "node:test";
import { scenarioTable, verdictTable } from "./table.ts";

test("a scenario's table has the median, the range of several rounds and a dash for nothing", () => {
  const text = scenarioTable({
    name: "span",
    title: "spans",
    metrics: [
      { id: "cpu", title: "CPU µs", digits: 1, better: "lower" },
      { id: "loss", title: "loss", digits: 2, better: "lower" },
    ],
    figures: {
      ours: {
        cpu: { median: 2.04, min: 1, max: 3, values: [1, 2.04, 3] },
        loss: { median: 0, min: 0, max: 0, values: [0] },
      },
      bare: { cpu: { median: 1, min: 1, max: 1, values: [1] } },
    },
  });
  assert.equal(
    text,
    `### span

spans

| contender | CPU µs        | loss |
| --------- | ------------- | ---- |
| bare      | 1.0           | –    |
| ours      | 2.0 (1.0–3.0) | 0.00 |`,
  );
});

test("the promises' table shouts what was missed", () => {
  const budget = { name: "CPU", scenario: "span", metrics: ["cpu"] } as const;
  const text = verdictTable([
    {
      budget: { ...budget, as: "ratio", against: "best peer", max: 0.35 },
      outcome: "missed",
      actual: 0.41234,
      against: "splunk",
    },
    { budget: { ...budget, as: "value", min: 1 }, outcome: "not run" },
  ]);
  assert.equal(
    text,
    `### budgets

| promise | scenario | against                 | limit  | ours  | outcome |
| ------- | -------- | ----------------------- | ------ | ----- | ------- |
| CPU     | span     | ÷ splunk, the best peer | ≤ 0.35 | 0.412 | MISSED  |
| CPU     | span     | –                       | ≥ 1    | –     | not run |`,
  );
});
