import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { readConfig } from "../config/read-config.ts";
import { createContentPolicy } from "../content-policy/content-policy.ts";
import { createContextManager } from "../context/manager.ts";
import { createReport } from "../report.ts";
import { createUpstreamEngine } from "./engine.ts";
import { requireLazily } from "./require-lazily.ts";

const require = createRequire(import.meta.url);

function loaded(name: string): number {
  return Object.keys(require.cache).filter((path) => path.includes(`/node_modules/${name}/`))
    .length;
}

test("the engine loads the exporters that the configuration asks for and nothing of the others", () => {
  const { config } = readConfig({ OTEL_METRICS_EXPORTER: "none", OTEL_LOGS_EXPORTER: "none" });
  createUpstreamEngine(config, {
    report: createReport({ level: "warn", write: (line) => assert.fail(line) }),
    contextManager: createContextManager(),
    detectedResource: { attributes: () => ({}), settled: Promise.resolve() },
    contentPolicy: createContentPolicy(readConfig({}).config.content),
  });
  assert.ok(loaded("@opentelemetry/sdk-node") > 0);
  assert.ok(loaded("@opentelemetry/exporter-trace-otlp-proto") > 0);
  for (const name of [
    "@grpc/grpc-js",
    "yaml",
    "@opentelemetry/exporter-trace-otlp-grpc",
    "@opentelemetry/exporter-logs-otlp-proto",
    "@opentelemetry/exporter-metrics-otlp-proto",
    "@opentelemetry/exporter-prometheus",
    "@opentelemetry/exporter-zipkin",
  ]) {
    assert.equal(loaded(name), 0, name);
  }
});

test("an application that requires such an exporter itself gets the real one, as does NodeSDK when it uses it", () => {
  const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-http");
  const exporter = new OTLPTraceExporter({ url: "http://127.0.0.1:1" });
  assert.equal(typeof exporter.export, "function");
  const { NodeSDK } = require("@opentelemetry/sdk-node");
  // Without a logRecordProcessors option NodeSDK makes its exporter from the environment, by the lazy way.
  const sdk = new NodeSDK({ autoDetectResources: false, spanProcessors: [], metricReaders: [] });
  sdk.configureLoggerProviderFromEnv();
  assert.ok(loaded("@opentelemetry/exporter-logs-otlp-proto") > 0);
});

test("requireLazily() leaves what is loaded already as it is", () => {
  const before = require("@opentelemetry/core");
  requireLazily(require, { name: "@opentelemetry/sdk-trace", lazy: /core$/ });
  assert.equal(require("@opentelemetry/core"), before);
});
