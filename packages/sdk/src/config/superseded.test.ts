import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import type { Environment } from "../env/reader.ts";
import { readConfig } from "./read-config.ts";

function kindsOf(env: Environment): { traces: string[]; logs: string[]; lines: string[] } {
  const { config, problems } = readConfig(env);
  return {
    traces: config.traces.exporters.map(({ kind }) => kind),
    logs: config.logs.exporters.map(({ kind }) => kind),
    lines: problems.map(formatProblem),
  };
}

test("OTEL_TRACES_ENABLED=false turns traces off, and traces only", () => {
  assert.deepEqual(kindsOf({ OTEL_TRACES_ENABLED: "false" }), {
    traces: [],
    logs: ["otlp"],
    lines: [
      "OTEL_TRACES_ENABLED: expected the standard OTEL_TRACES_EXPORTER in its place; it works as before.",
    ],
  });
});

test("OTEL_OTLP_EXPORT and OTEL_CONSOLE_EXPORT choose the exporters of traces", () => {
  assert.deepEqual(kindsOf({ OTEL_CONSOLE_EXPORT: "true" }).traces, ["otlp", "console"]);
  assert.deepEqual(kindsOf({ OTEL_OTLP_EXPORT: "false" }).traces, []);
  const both = { OTEL_OTLP_EXPORT: "false", OTEL_CONSOLE_EXPORT: "true" };
  assert.deepEqual(kindsOf(both).traces, ["console"]);
});

test("the standard variable wins over the old ones, and the line says so", () => {
  const { traces, lines } = kindsOf({ OTEL_TRACES_ENABLED: "false", OTEL_TRACES_EXPORTER: "otlp" });
  assert.deepEqual(traces, ["otlp"]);
  assert.deepEqual(lines, [
    "OTEL_TRACES_ENABLED: expected the standard OTEL_TRACES_EXPORTER in its place; that is set as well and wins.",
  ]);
});

test("OTEL_ENVIRONMENT and OTEL_SERVICE_VERSION become resource attributes below the standard ones", () => {
  const env = { OTEL_ENVIRONMENT: "development", OTEL_SERVICE_VERSION: "13.1.2" };
  assert.deepEqual(readConfig(env).config.resource, {
    "deployment.environment.name": "development",
    "service.version": "13.1.2",
  });
  const standard = { ...env, OTEL_RESOURCE_ATTRIBUTES: "service.version=14" };
  const { config, problems } = readConfig(standard);
  assert.equal(config.resource["service.version"], "14");
  assert.deepEqual(problems.map(formatProblem), [
    "OTEL_ENVIRONMENT: expected the standard OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=… in its place; it works as before.",
    "OTEL_SERVICE_VERSION: expected the standard OTEL_RESOURCE_ATTRIBUTES=service.version=… in its place; that is set as well and wins.",
  ]);
});
