import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttp2Server } from "node:http2";
import { createServer, type AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { startOtlpSink } from "../support/otlp-sink.ts";
import { startProgram } from "./program.ts";

const quick = { OTEL_BSP_SCHEDULE_DELAY: "50", OTEL_EXPORTER_OTLP_TIMEOUT: "300" };

test("an absent Collector is one line, its coming back another, and the program ends as ever", async (t) => {
  const port = await unusedPort();
  const program = startProgram({
    ...quick,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  await program.line(/cannot export/);
  const sink = await startOtlpSink({ port });
  t.after(() => sink.close());
  await program.line(/works again/);
  program.endInput();
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  const [failed, recovered, ...others] = program.lines;
  assert.equal(
    failed,
    `agent-otel: cannot export traces to http://127.0.0.1:${port}/v1/traces: connect ECONNREFUSED 127.0.0.1:${port}. Nothing listens there: start the Collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT.`,
  );
  assert.match(recovered ?? "", /works again after \d+ s; lost meanwhile: (\d+ spans?|nothing)\.$/);
  assert.deepEqual(others, []);
  assert.ok(sink.spans.length > 0);
});

test("an outage of all three signals is still one line and a last one", async () => {
  const program = startProgram({
    ...quick,
    MODE: "once",
    OTEL_METRICS_EXPORTER: "otlp",
    OTEL_LOGS_EXPORTER: "otlp",
    OTEL_METRIC_EXPORT_INTERVAL: "50",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await unusedPort()}`,
  });
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  assert.equal(program.lines.length, 2, program.lines.join("\n"));
});

test("a program that ends before the exporter has given up says what was lost", async () => {
  const port = await unusedPort();
  const started = performance.now();
  const program = startProgram({
    MODE: "once",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  assert.ok(performance.now() - started < 8000, "the exporter's 10 s were waited for");
  assert.match(program.lines[0] ?? "", /^agent-otel: cannot export traces .* ECONNREFUSED/);
  assert.match(program.lines[1] ?? "", /has not worked to the end; lost: 1 span\.$/);
  assert.equal(program.lines.length, 2);
});

test("a Collector that is overloaded to the end is told, though every attempt was repeated", async (t) => {
  const sink = await startOtlpSink({ status: 503 });
  t.after(() => sink.close());
  const program = startProgram({ MODE: "once", OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
  await program.exit;
  assert.deepEqual(program.lines, [
    `agent-otel: cannot export traces to ${sink.url}/v1/traces: HTTP status 503. The server is overloaded or not ready: look into the Collector's log.`,
    `agent-otel: export to ${sink.url}/v1/traces has not worked to the end; lost: 1 span.`,
  ]);
});

describe("what an operator is told to do", { concurrency: 4 }, () => {
  test("an HTTP exporter at a gRPC port is told so", async () => {
    const server = createHttp2Server().listen(0, "127.0.0.1");
    await once(server, "listening");
    await expectRemedy(
      { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(server)}` },
      /or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc\.$/,
    );
    server.close();
  });

  test("a gRPC exporter at an HTTP port is told so", async (t) => {
    const sink = await startOtlpSink();
    t.after(() => sink.close());
    await expectRemedy(
      { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
      /or set OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf\.$/,
    );
  });

  test("TLS against a port without it is told so", async (t) => {
    const sink = await startOtlpSink();
    t.after(() => sink.close());
    await expectRemedy(
      { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url.replace("http:", "https:") },
      /write http:\/\/ instead of https:\/\//,
    );
  });

  for (const [status, remedy] of [
    [401, /OTEL_EXPORTER_OTLP_HEADERS/],
    [404, /base URL without \/v1/],
    [413, /batch is too large/],
    [500, /Collector's log/],
  ] as const) {
    test(`a Collector that answers ${status} is named with the remedy`, async (t) => {
      const sink = await startOtlpSink({ status });
      t.after(() => sink.close());
      await expectRemedy({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.url }, remedy);
    });
  }
});

test("a certificate file that cannot be read is named, and the program runs without export", async () => {
  const program = startProgram({
    MODE: "once",
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://127.0.0.1:1",
    OTEL_EXPORTER_OTLP_CERTIFICATE: "absent.pem",
  });
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  assert.deepEqual(program.lines, [
    'agent-otel: OTEL_EXPORTER_OTLP_CERTIFICATE: expected the path of a PEM file with certificates (ENOENT), got "absent.pem"; traces are not exported.',
  ]);
});

test("a bad variable is one line and a disabled SDK none", async () => {
  const bad = startProgram({ MODE: "once", OTEL_TRACES_EXPORTER: "none", OTEL_PROPAGATORS: "w3c" });
  await bad.exit;
  assert.deepEqual(bad.lines, [
    'agent-otel: OTEL_PROPAGATORS: expected one of tracecontext, baggage, b3, b3multi, jaeger, xray, none, got "w3c" (did you mean tracecontext?); it is left out.',
    "agent-otel: OTEL_PROPAGATORS: expected at least one known name, or none; no context is propagated.",
  ]);
  const disabled = startProgram({ MODE: "exit-code", OTEL_SDK_DISABLED: "true" });
  assert.deepEqual(await disabled.exit, { code: 5, signal: null });
  assert.deepEqual(disabled.lines, []);
});

async function expectRemedy(env: NodeJS.ProcessEnv, remedy: RegExp): Promise<void> {
  const program = startProgram({ ...quick, MODE: "once", ...env });
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  const [failed, lost, ...others] = program.lines;
  assert.match(failed ?? "", remedy);
  assert.match(lost ?? "", /has not worked to the end; lost: 1 span\.$/);
  assert.deepEqual(others, []);
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}
