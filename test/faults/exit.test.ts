import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startOtlpSink, type OtlpSink } from "../support/otlp-sink.ts";
import { startProgram } from "./program.ts";

// A delay that no test waits for: what arrives was sent by the end of the program.
function slowBatches(sink: OtlpSink): NodeJS.ProcessEnv {
  return {
    OTEL_BSP_SCHEDULE_DELAY: "600000",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
  };
}

test("the natural end delivers the spans and keeps the exit code", async (t) => {
  const sink = await startOtlpSink();
  t.after(() => sink.close());
  const program = startProgram({ ...slowBatches(sink), MODE: "exit-code" });
  assert.deepEqual(await program.exit, { code: 5, signal: null });
  assert.equal(sink.spans.length, 1);
  assert.deepEqual(program.lines, []);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} without a handler delivers the spans and still kills the program`, async (t) => {
    const sink = await startOtlpSink();
    t.after(() => sink.close());
    const program = startProgram({ ...slowBatches(sink), MODE: "until-signal" });
    await program.ready;
    program.kill(signal);
    assert.deepEqual(await program.exit, { code: null, signal });
    assert.equal(sink.spans.length, 1);
  });
}

test("the application's own SIGTERM handler decides, and its spans are delivered", async (t) => {
  const sink = await startOtlpSink();
  t.after(() => sink.close());
  const program = startProgram({ ...slowBatches(sink), MODE: "own-handler" });
  await program.ready;
  program.kill("SIGTERM");
  assert.deepEqual(await program.exit, { code: 7, signal: null });
  assert.equal(sink.spans.length, 2);
});

test("work that the application begins at the natural end is not cut", async () => {
  const program = startProgram({
    MODE: "own-before-exit",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
  });
  assert.deepEqual(await program.exit, { code: 9, signal: null });
});

test("a second SIGINT does not wait for a Collector that never answers", async (t) => {
  const silent = createServer().listen(0, "127.0.0.1");
  t.after(() => silent.close());
  await once(silent, "listening");
  const address = silent.address();
  assert.ok(address !== null && typeof address === "object");
  const connected = once(silent, "connection");
  const program = startProgram({
    MODE: "until-signal",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${address.port}`,
  });
  await program.ready;
  const started = performance.now();
  program.kill("SIGINT");
  const [socket] = await connected;
  t.after(() => socket.destroy());
  // What comes sooner is taken for an echo.
  await pause(Math.max(0, 600 - (performance.now() - started)));
  program.kill("SIGINT");
  assert.deepEqual(await program.exit, { code: null, signal: "SIGINT" });
  assert.ok(performance.now() - started < 2500, "the deadline of 3 s was waited for");
});
