import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { readConfig } from "../config/read-config.ts";
import { createReport } from "../report.ts";
import { startSink } from "./sink.test.helper.ts";
import { createSpanProcessors } from "./traces.ts";

const require = createRequire(import.meta.url);

test("upstream's exporters take headers from the configuration alone, not from process.env again", async (t) => {
  const sink = await startSink();
  t.after(() => sink.close());
  // The one test that touches the real environment: that upstream reads it is the point.
  process.env["OTEL_EXPORTER_OTLP_HEADERS"] = "x-from-env=1";
  const { config } = readConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_HEADERS: "x-from-config=1",
  });
  const report = createReport({ level: "warn", write: (line) => assert.fail(line) });
  const {
    TracerProvider,
  }: typeof import("@opentelemetry/sdk-trace") = require("@opentelemetry/sdk-trace");
  const provider = new TracerProvider({
    spanProcessors: createSpanProcessors(config, { report, isEnding: () => false }),
  });
  provider.getTracer("test").startSpan("work").end();
  await provider.shutdown();
  assert.equal(process.env["OTEL_EXPORTER_OTLP_HEADERS"], "x-from-env=1");
  const [headers] = sink.headers;
  assert.equal(headers?.["x-from-config"], "1");
  assert.equal(headers?.["x-from-env"], undefined);
});
