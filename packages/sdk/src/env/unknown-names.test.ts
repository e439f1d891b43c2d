import assert from "node:assert/strict";
import { test } from "node:test";
import { findUnknownNames } from "./unknown-names.ts";
import { formatProblem } from "./problem.ts";

test("findUnknownNames() names the variable that was meant", () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPIONT: "http://secret",
    OTEL_SERVICENAME: "x",
    otel_traces_sampler: "always_off",
    AGENT_OTEL_ENGIN: "upstream",
    OTEL_EXPORTER_PROMETEUS_PORT: "9999",
  };
  assert.deepEqual(findUnknownNames(env).map(formatProblem), [
    "OTEL_EXPORTER_OTLP_ENDPIONT: expected the name OTEL_EXPORTER_OTLP_ENDPOINT; it is ignored.",
    "OTEL_SERVICENAME: expected the name OTEL_SERVICE_NAME; it is ignored.",
    "otel_traces_sampler: expected the name OTEL_TRACES_SAMPLER; it is ignored.",
    "AGENT_OTEL_ENGIN: expected the name AGENT_OTEL_ENGINE; it is ignored.",
    "OTEL_EXPORTER_PROMETEUS_PORT: expected the name OTEL_EXPORTER_PROMETHEUS_PORT; it is ignored.",
  ]);
});

test("findUnknownNames() leaves known names and names of others alone", () => {
  const env = {
    OTEL_SERVICE_NAME: "x",
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "64",
    OTEL_PYTHON_LOG_CORRELATION: "true",
    OTEL_NODE_RESOURCE_DETECTORS: "env",
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "delta",
    PATH: "/bin",
    OTEL_RESOURCE_ATTRIBUTES_POD_NAME: "pod",
    OTEL_COLLECTOR_SERVICE_HOST: "10.0.0.1",
    OTEL_COLLECTOR_PORT_4317_TCP_ADDR: "10.0.0.1",
    OTEL_GATEWAY_PORT: "tcp://10.0.0.1:4317",
    OTL_X: "1",
  };
  assert.deepEqual(findUnknownNames(env), []);
});

test("findUnknownNames() says of a name without a likeness that it is ignored, and of a renamed one its new name", () => {
  const env = {
    AGENT_OTEL_MAGIC: "1",
    OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT: "3",
    [`OTEL_${"X".repeat(100_000)}\n`]: "1",
  };
  const lines = findUnknownNames(env).map(formatProblem);
  assert.deepEqual(lines.slice(0, 2), [
    "AGENT_OTEL_MAGIC: expected a name that docs/configuration.md lists; it is ignored.",
    "OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT: expected the name OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT; it is ignored.",
  ]);
  assert.match(lines[2] ?? "", /^"OTEL_X{75}…": expected a name .{1,80}$/);
});

test("findUnknownNames() sums up when there are very many", () => {
  const env = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`OTEL_MADE_UP_${i}`, "1"]));
  const lines = findUnknownNames(env).map(formatProblem);
  assert.equal(lines.length, 11);
  assert.match(lines[10] ?? "", /20 more unknown names are ignored/);
});
