import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { evaluate, ExpressionError } from "./expression.ts";

describe("evaluate()", () => {
  const values: readonly (readonly [expression: string, value: number])[] = [
    ["17% * 249.90", 42.483],
    ["17% of 249.90", 42.483],
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["100 / 8 / 2", 6.25],
    ["2 ^ 3 ^ 2", 512],
    ["-2 ^ 2", -4],
    ["2 * -3", -6],
    ["2 ^ -1", 0.5],
    ["0.1 + 0.2", 0.3],
    [" .5×4÷2 ", 1],
    ["7 − 9", -2],
  ];
  for (const [expression, value] of values) {
    it(`computes ${expression}`, () => {
      assert.equal(evaluate(expression), value);
    });
  }

  const faults: readonly (readonly [expression: string, message: string])[] = [
    ["", "the expression ends too early"],
    ["1 +", "the expression ends too early"],
    ["(1 + 2", 'a ")" is missing'],
    ["1 2", 'unexpected "2"'],
    ["* 3", 'expected a number, got "*"'],
    ["1 / (2 - 2)", "division by zero"],
    ["9 ^ 9 ^ 9", "the result is not a finite number"],
    ["(-1) ^ 0.5", "the result is not a finite number"],
    ["process.exit()", "cannot read the expression from character 1 on"],
    ["1 + constructor", "cannot read the expression from character 4 on"],
    ["1".repeat(201), "the expression is longer than 200 characters"],
  ];
  for (const [expression, message] of faults) {
    it(`refuses ${JSON.stringify(expression.slice(0, 30))}: ${message}`, () => {
      assert.throws(() => evaluate(expression), new ExpressionError(message));
    });
  }

  it("survives the deepest nesting that fits", () => {
    const depth = 99;
    assert.equal(evaluate(`${"(".repeat(depth)}1${")".repeat(depth)}`), 1);
    assert.equal(evaluate(`${"-".repeat(198)}1`), 1);
  });
});
