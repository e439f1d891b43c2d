import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem, quote } from "./problem.ts";

test("formatProblem() names variable, expectation, finding and what is used", () => {
  assert.equal(
    formatProblem({
      variable: "OTEL_EXPORTER_OTLP_TIMEOUT",
      expected: "a whole number of milliseconds > 0",
      found: "10s",
      used: "using 10000",
    }),
    'OTEL_EXPORTER_OTLP_TIMEOUT: expected a whole number of milliseconds > 0, got "10s"; using 10000.',
  );
});

test("formatProblem() says nothing of a value that may be a secret", () => {
  assert.equal(
    formatProblem({ variable: "X", expected: "pairs", used: "it is left out" }),
    "X: expected pairs; it is left out.",
  );
});

test("quote() keeps control characters from the terminal and cuts long text", () => {
  assert.equal(quote("a\u001B[31m\u0085b\n"), String.raw`"a\u001b[31m\u0085b\n"`);
  assert.equal(quote("x".repeat(100)), `"${"x".repeat(80)}…"`);
});
