import assert from "node:assert/strict";
import { test } from "node:test";
import { findMisspelt } from "./misspelt.ts";
import { formatProblem } from "./problem.ts";
import { nearest } from "./nearest.ts";

test("findMisspelt() names the variable that was meant", () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPIONT: "http://secret",
    OTEL_SERVICENAME: "x",
    otel_traces_sampler: "always_off",
    AGENT_OTEL_ENGIN: "upstream",
  };
  assert.deepEqual(findMisspelt(env).map(formatProblem), [
    "OTEL_EXPORTER_OTLP_ENDPIONT: expected the name OTEL_EXPORTER_OTLP_ENDPOINT; it is ignored.",
    "OTEL_SERVICENAME: expected the name OTEL_SERVICE_NAME; it is ignored.",
    "otel_traces_sampler: expected the name OTEL_TRACES_SAMPLER; it is ignored.",
    "AGENT_OTEL_ENGIN: expected the name AGENT_OTEL_ENGINE; it is ignored.",
  ]);
});

test("findMisspelt() leaves known names, names of others and endless ones alone", () => {
  const env = {
    OTEL_SERVICE_NAME: "x",
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "64",
    OTEL_PYTHON_LOG_CORRELATION: "true",
    OTEL_NODE_RESOURCE_DETECTORS: "env",
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "delta",
    PATH: "/bin",
    [`OTEL_${"X".repeat(100_000)}`]: "1",
  };
  assert.deepEqual(findMisspelt(env), []);
});

test("nearest() counts a swap as one step, prefers the closest and stops at the limit", () => {
  assert.equal(nearest("abcd", ["abdc", "abxx"], { most: 1 }), "abdc");
  assert.equal(nearest("always_of", ["always_on", "always_off"]), "always_on");
  assert.equal(nearest("abc", ["xyz"]), undefined);
  assert.equal(nearest("", ["ab", "a"]), "a");
});
