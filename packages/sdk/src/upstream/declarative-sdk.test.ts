import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { test } from "node:test";
import { trace } from "@opentelemetry/api";
import { configure } from "../config-file/config-file.test.helper.ts";
import { readConfig } from "../config/read-config.ts";
import { createContentPolicy } from "../content-policy/content-policy.ts";
import { createContextManager } from "../context/manager.ts";
import { createReport } from "../report.ts";
import { createDeclarativeEngine } from "./declarative-engine.ts";
import { createEngineOf, until } from "./declarative.test.helper.ts";
import { requireWith } from "./declarative-require.ts";

const require = createRequire(import.meta.url);

const simple = `
file_format: "1.1"
tracer_provider: { processors: [{ simple: { exporter: { otlp_http: { endpoint: "http://127.0.0.1:1" } } } }] }
`;

function loaded(name: string): number {
  return Object.keys(require.cache).filter((path) => path.includes(`/node_modules/${name}/`))
    .length;
}

test("only what the file asks for is loaded", () => {
  createEngineOf(simple);
  assert.ok(loaded("@opentelemetry/exporter-trace-otlp-proto") > 0);
  for (const name of [
    "@grpc/grpc-js",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/exporter-logs-otlp-proto",
    "@opentelemetry/exporter-metrics-otlp-proto",
    "@opentelemetry/exporter-prometheus",
    "@opentelemetry/propagator-b3",
    "@opentelemetry/sdk-node",
  ]) {
    assert.equal(loaded(name), 0, name);
  }
});

test("an application that has loaded NodeSDK, or loads it later, gets the whole of it", () => {
  const before = require("@opentelemetry/sdk-node");
  const api = require("@opentelemetry/api");
  createEngineOf(simple);
  assert.equal(require("@opentelemetry/sdk-node"), before);
  assert.equal(require("@opentelemetry/api"), api);
  const copy = requireWith(require, { name: "@opentelemetry/sdk-node", replacements: {} });
  assert.notEqual(copy, before);
  const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-proto");
  assert.ok(new OTLPTraceExporter({ url: "http://127.0.0.1:1" }) instanceof OTLPTraceExporter);
});

test("what upstream cannot build is an error with its reason, and nothing is registered", () => {
  const file = configure(simple);
  const [processor] = file.model?.tracer_provider?.processors ?? [];
  assert.ok(file.model !== undefined && processor !== undefined);
  const tracers = { processors: [processor, { mine: {} }] };
  const report = createReport({ level: "warn", write: (line) => assert.fail(line) });
  assert.throws(
    () =>
      createDeclarativeEngine(
        { ...file, model: { ...file.model, tracer_provider: tracers } },
        {
          report,
          contextManager: createContextManager(),
          detectedResource: { attributes: () => ({}), settled: Promise.resolve() },
          contentPolicy: createContentPolicy(readConfig({}).config.content),
        },
      ),
    { message: 'unknown SpanProcessor name: "mine"' },
  );
  assert.equal(trace.getTracer("test").startSpan("none").isRecording(), false);
});

test("a file that is invalid or disabled gives an engine that does nothing", async () => {
  const report = createReport({ level: "warn", write: (line) => assert.fail(line) });
  for (const text of ["", 'file_format: "1.1"\ndisabled: true']) {
    const engine = createDeclarativeEngine(configure(text), {
      report,
      contextManager: createContextManager(),
      detectedResource: { attributes: () => ({}), settled: Promise.resolve() },
      contentPolicy: createContentPolicy(readConfig({}).config.content),
    });
    engine.start();
    engine.expectEnd();
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what is tested
    await Promise.all([engine.flush({ timeoutMs: 5000 }), engine.shutdown({ timeoutMs: 3000 })]);
  }
  assert.equal(trace.getTracer("test").startSpan("none").isRecording(), false);
});

test("a Prometheus port that is taken is one line that names the key of the file", async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const { engine, lines } = createEngineOf(`
file_format: "1.1"
meter_provider:
  readers: [{ pull: { exporter: { prometheus/development: { host: 127.0.0.1, port: ${address.port} } } } }]
`);
  await until(() => lines.length > 0);
  await engine.shutdown({ timeoutMs: 3000 });
  assert.deepEqual(lines, [
    `agent-otel: metrics are not served at 127.0.0.1:${address.port}: the port is taken (EADDRINUSE); set port in OTEL_CONFIG_FILE to a free one.`,
  ]);
});
