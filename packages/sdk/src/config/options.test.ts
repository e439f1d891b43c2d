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

test("readConfig() never records more for a sampler option that is none, and takes no object for text", () => {
  const nonsense: object = {
    sampler: {},
    serviceName: Promise.resolve("x"),
    propagators: new Set(["b3"]),
  };
  const { config, problems } = readConfig({}, nonsense);
  assert.deepEqual(config.sampler, { ratio: 0, parentBased: false });
  assert.deepEqual(config.propagators, ["b3"]);
  assert.deepEqual(config.resource, {});
  assert.deepEqual(problems.map(({ variable }) => variable).toSorted(), [
    "option sampler",
    "option serviceName",
  ]);
  const ratio: object = { sampler: "traceidratio", samplerRatio: [] };
  assert.equal(readConfig({}, ratio).config.sampler.ratio, 0);
});

test("readConfig() takes headers in every usual form and leaves out those without text", () => {
  const headers: object = {
    headers: new Headers({ "x-a": "1" }),
    logs: { headers: new Map([["x-b", "2"]]) },
  };
  const { config, problems } = readConfig({}, headers);
  assert.deepEqual(otlp(config, "logs").headers, { "x-a": "1", "x-b": "2" });
  assert.deepEqual(problems, []);
  const unset: object = { headers: { authorization: undefined, ok: "1", half: "\uD800" } };
  const second = readConfig({}, unset);
  assert.deepEqual(otlp(second.config, "traces").headers, { ok: "1" });
  assert.equal(second.problems.length, 2);
});

test("readConfig() names options that a configuration file makes void, and survives any object", () => {
  const { problems } = readConfig({}, { configFile: "otel.yaml", serviceName: "x", strict: true });
  assert.deepEqual(problems.map(formatProblem), [
    "option serviceName: expected no such option beside OTEL_CONFIG_FILE; the file takes its place.",
  ]);
  const odd: object = { resourceAttributes: null, propagators: [Object.create(null)], traces: [1] };
  assert.ok(readConfig({}, odd).problems.length > 0);
});

test("readConfig() checks variables that nothing uses now", () => {
  const { problems } = readConfig({
    OTEL_TRACES_EXPORTER: "none",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    OTEL_EXPORTER_PROMETHEUS_PORT: "banana",
    OTEL_EXPORTER_OTLP_PROTOCOL: "banana",
    OTEL_EXPORTER_OTLP_ENDPOINT: "banana",
    OTEL_EXPORTER_OTLP_HEADERS: "banana",
    OTEL_EXPORTER_ZIPKIN_TIMEOUT: "banana",
  });
  assert.equal(problems.length, 5, problems.map(formatProblem).join("\n"));
});

function otlp(config: TelemetryConfig, signal: "traces" | "metrics" | "logs"): OtlpConfig {
  const exporter = config[signal].exporters[0];
  assert.ok(exporter?.kind === "otlp");
  return exporter;
}
