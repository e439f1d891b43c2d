import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { readConfig } from "../config/read-config.ts";
import { createReport } from "../report.ts";
import { createSpanProcessors } from "./traces.ts";

const { cache } = createRequire(import.meta.url);

function createFor(env: Readonly<Record<string, string>>): number {
  const report = createReport({ level: "warn", write: (line) => assert.fail(line) });
  return createSpanProcessors(readConfig(env).config, { report, isEnding: () => false }).length;
}

function isLoaded(name: string): boolean {
  return Object.keys(cache).some((path) => path.includes(`/node_modules/${name}/`));
}

test("an exporter, and gRPC, is loaded only when the configuration asks for it", () => {
  assert.equal(createFor({ OTEL_TRACES_EXPORTER: "none" }), 0);
  assert.equal(isLoaded("@opentelemetry/sdk-trace"), false);
  assert.equal(createFor({}), 1);
  assert.equal(isLoaded("@opentelemetry/exporter-trace-otlp-proto"), true);
  assert.equal(isLoaded("@opentelemetry/exporter-trace-otlp-http"), false);
  assert.equal(createFor({ OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" }), 1);
  assert.equal(isLoaded("@opentelemetry/exporter-trace-otlp-http"), true);
  assert.equal(isLoaded("@grpc/grpc-js"), false);
  assert.equal(createFor({ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }), 1);
  assert.equal(isLoaded("@grpc/grpc-js"), true);
});
