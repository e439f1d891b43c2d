import assert from "node:assert/strict";
import { test } from "node:test";
import { type Budget, hasMissed, judge, readBudgets } from "./budgets.ts";
import { type ContenderName, contenderNames } from "./contenders.ts";
import type { Figure, ScenarioResult } from "./results.ts";
import { scenarios } from "./scenarios/scenarios.ts";
import { summarize } from "./statistics.ts";

function result(
  better: "higher" | "lower",
  rounds: Partial<Record<ContenderName, readonly number[]>>,
): ScenarioResult {
  const figures = Object.entries(rounds).map(([name, values]) => [name, { cpu: figure(values) }]);
  const metrics = [{ id: "cpu", title: "CPU", digits: 0, better }];
  return { name: "span", title: "spans", metrics, figures: Object.fromEntries(figures) };
}

function figure(values: readonly number[]): Figure {
  return { ...(summarize(values) ?? assert.fail("no values")), values };
}

function budget(parts: Partial<Budget>): Budget {
  return { name: "a promise", scenario: "span", metrics: ["cpu"], as: "value", ...parts };
}

function outcome(parts: Partial<Budget>, ...results: readonly ScenarioResult[]) {
  const [verdict] = judge([budget(parts)], results);
  const { budget: _, ...rest } = verdict ?? assert.fail("no verdict");
  return rest;
}

test("a value counts by its median and may be as large as the limit", () => {
  const measured = result("lower", { ours: [1, 10, 99] });
  assert.deepEqual(outcome({ max: 10 }, measured), { outcome: "kept", actual: 10 });
  assert.deepEqual(outcome({ max: 9.99 }, measured), { outcome: "missed", actual: 10 });
});

test("the worst round counts where the promise says so", () => {
  const measured = result("lower", { ours: [0, 0, 0.5] });
  assert.deepEqual(outcome({ as: "worst", max: 0 }, measured), { outcome: "missed", actual: 0.5 });
});

test("a ratio is that of the medians", () => {
  const measured = result("lower", { "upstream-node-sdk": [10, 20, 90], ours: [1, 5, 6] });
  assert.deepEqual(outcome({ as: "ratio", against: "upstream-node-sdk", max: 0.25 }, measured), {
    outcome: "kept",
    actual: 0.25,
    against: "upstream-node-sdk",
  });
});

test("a difference is that of the medians and may be negative", () => {
  const measured = result("lower", { bare: [10], ours: [8] });
  assert.deepEqual(outcome({ as: "difference", against: "bare", max: 1 }, measured), {
    outcome: "kept",
    actual: -2,
    against: "bare",
  });
});

test("the best peer is the lowest or the highest, as the metric wants, and never the bare application", () => {
  const rounds = { bare: [1], "upstream-auto": [4], splunk: [2], "dd-trace": [8], ours: [4] };
  const against = { as: "ratio", against: "best peer", min: 1 } as const;
  assert.deepEqual(outcome(against, result("lower", rounds)), {
    outcome: "kept",
    actual: 2,
    against: "splunk",
  });
  assert.deepEqual(outcome(against, result("higher", rounds)), {
    outcome: "missed",
    actual: 0.5,
    against: "dd-trace",
  });
});

test("a ratio to nothing or less is unclear, and that fails the run", () => {
  const verdicts = judge(
    [budget({ as: "ratio", against: "splunk", max: 1 })],
    [result("lower", { splunk: [-3, 0, 1], ours: [-5] })],
  );
  assert.equal(verdicts[0]?.outcome, "unclear");
  assert.equal(hasMissed(verdicts, { whole: false }), true);
});

test("the spread takes all metrics of the promise", () => {
  const figures = { a: figure([8]), b: figure([12]), c: figure([10]) };
  const measured = { ...result("lower", {}), figures: { ours: figures } };
  const spread = { as: "spread", metrics: ["a", "b", "c"] } as const;
  assert.deepEqual(outcome({ ...spread, max: 0.2 }, measured), { outcome: "kept", actual: 0.2 });
  assert.equal(outcome({ ...spread, max: 0.19 }, measured).outcome, "missed");
});

test("a figure that is no number keeps no promise", () => {
  assert.equal(outcome({ max: 1 }, result("lower", { ours: [Number.NaN] })).outcome, "missed");
});

test("what did not take part is not run, and that fails only a run that was to be whole", () => {
  const ratio = { as: "ratio", against: "splunk", max: 1 } as const;
  const cases = [
    judge([budget({ max: 1 })], []),
    judge([budget({ max: 1 })], [result("lower", { bare: [1] })]),
    judge(
      [budget({ as: "spread", metrics: ["cpu", "more"], max: 1 })],
      [result("lower", { ours: [1] })],
    ),
    judge([budget(ratio)], [result("lower", { ours: [1] })]),
    judge(
      [budget({ ...ratio, against: "best peer" })],
      [result("lower", { bare: [1], ours: [1] })],
    ),
  ];
  for (const verdicts of cases) {
    assert.equal(verdicts[0]?.outcome, "not run");
    assert.equal(hasMissed(verdicts, { whole: false }), false);
    assert.equal(hasMissed(verdicts, { whole: true }), true);
  }
});

test("each promise of budgets.json names what is measured, a limit and, where it needs one, an opponent", () => {
  const budgets = readBudgets();
  assert.ok(budgets.length >= 10, `only ${budgets.length} promises`);
  for (const { name, scenario, metrics, as, against, max, min } of budgets) {
    const known = new Set(scenarios[scenario].metrics.map(({ id }) => id));
    assert.deepEqual(
      metrics.filter((metric) => !known.has(metric)),
      [],
      name,
    );
    assert.equal(metrics.length > 1, as === "spread", name);
    assert.equal(against !== undefined, as === "ratio" || as === "difference", name);
    const opponents: readonly unknown[] = [undefined, "best peer", ...contenderNames];
    assert.ok(opponents.includes(against), name);
    assert.equal([max, min].filter((limit) => typeof limit === "number").length, 1, name);
  }
});
