import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import type { OtlpConfig, TelemetryConfig } from "./config.ts";
import { readConfig } from "./read-config.ts";

test("readConfig() lets an option win over each form of the variable, and calls a bad one by its name", () => {
  const { config, problems } = readConfig(
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://env", OTEL_EXPORTER_OTLP_TIMEOUT: "5" },
    {
      endpoint: "http://option",
      headers: { authorization: "Bearer a=b,c" },
      logs: {
        endpoint: "http://logs/in",
        batch: { maxQueueSize: 7 },
        exporters: ["otlp", "console"],
      },
      samplerRatio: 0.5,
      sampler: "traceidratio",
      traces: { limits: { eventCount: -1 } },
    },
  );
  assert.equal(otlp(config, "traces").url, "http://option/v1/traces");
  assert.equal(otlp(config, "logs").url, "http://logs/in");
  assert.equal(otlp(config, "logs").headers["authorization"], "Bearer a=b,c");
  assert.equal(otlp(config, "metrics").timeoutMs, 5);
  assert.equal(config.logs.batch.maxQueueSize, 7);
  assert.equal(config.logs.exporters.length, 2);
  assert.deepEqual(config.sampler, { ratio: 0.5, parentBased: false });
  assert.deepEqual(problems.map(formatProblem), [
    'option traces.limits.eventCount: expected a whole number from 0 to 2147483647, got "-1"; using 128.',
  ]);
});

test("readConfig() names an unknown option, and survives what the types forbid", () => {
  const options: object = {
    servicename: "x",
    traces: null,
    headers: 7,
    logs: { exporter: ["otlp"] },
  };
  const { problems } = readConfig({}, options);
  assert.deepEqual(
    problems.map(formatProblem).filter((line) => line.includes("did you mean")),
    [
      "option servicename: expected an option of startTelemetry() (did you mean serviceName?); it is ignored.",
      "option logs.exporter: expected an option of startTelemetry() (did you mean logs.exporters?); it is ignored.",
    ],
  );
});

test("readConfig() turns signals off with none", () => {
  const { config } = readConfig(
    { OTEL_LOGS_EXPORTER: "console" },
    { traces: { exporters: ["none"] } },
  );
  assert.deepEqual(config.traces.exporters, []);
  assert.deepEqual(config.logs.exporters, [{ kind: "console" }]);
});

function otlp(config: TelemetryConfig, signal: "traces" | "metrics" | "logs"): OtlpConfig {
  const exporter = config[signal].exporters[0];
  assert.ok(exporter?.kind === "otlp");
  return exporter;
}
