import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";

import { startOtlpSink, type OtlpSink } from "../support/otlp-sink.ts";

interface Run {
  readonly sink: OtlpSink;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** The lines that the program printed, which are JSON. */
  readonly lines: readonly unknown[];
  /** Milliseconds from the signal to the end. */
  readonly ending: number;
}

interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Sent when the program has printed its first line. */
  readonly signal?: NodeJS.Signals;
  /** Text on stderr that is waited for before the signal is sent. */
  readonly awaited?: string;
}

/** Runs a program of the folder `programs` with the built SDK. */
async function run(
  t: TestContext,
  program: string,
  { args = [], env = {}, signal, awaited }: RunOptions = {},
): Promise<Run> {
  const sink = await startOtlpSink();
  t.after(() => {
    sink.close();
  });
  const path = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "@agent-otel/sdk/register", path, ...args], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: {
      PATH: process.env["PATH"],
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => child.kill("SIGKILL"));
  const stderr = text(child.stderr);
  const exit = new Promise<Pick<Run, "code" | "signal">>((resolve) => {
    child.once("exit", (code, by) => {
      resolve({ code, signal: by });
    });
  });
  const lines: unknown[] = [];
  let signalledAt = performance.now();
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(JSON.parse(line));
    if (signal !== undefined && lines.length === 1) {
      // oxlint-disable-next-line no-await-in-loop -- once
      if (awaited !== undefined) await said(child.stderr, awaited);
      signalledAt = performance.now();
      child.kill(signal);
    }
  }
  const ended = await exit;
  return { sink, ...ended, stderr: await stderr, lines, ending: performance.now() - signalledAt };
}

async function said(stderr: Readable, wanted: string): Promise<void> {
  let all = "";
  await new Promise<void>((resolve) => {
    stderr.on("data", (chunk: Buffer) => {
      all += chunk.toString();
      if (all.includes(wanted)) resolve();
    });
  });
}

/** `parent > child` of all spans; a parent that was not received is given by its id. */
function edges({ spans }: OtlpSink): readonly string[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  return spans
    .map(({ parentSpanId = "", name }) => `${names.get(parentSpanId) ?? parentSpanId} > ${name}`)
    .toSorted();
}

function traces({ spans }: OtlpSink): number {
  return new Set(spans.map(({ traceId }) => traceId)).size;
}

test("the spans of a worker thread are delivered and linked, and its exit code stays", async (t) => {
  const { sink, code, lines, stderr } = await run(t, "worker-once.mjs");
  assert.deepEqual(edges(sink), [" > main", "main > in the worker"]);
  assert.equal(traces(sink), 1);
  assert.deepEqual({ code, lines, stderr }, { code: 0, lines: [{ worker: 7 }], stderr: "" });
});

test("a signal ends the process after its worker threads have sent what they had", async (t) => {
  const { sink, signal, stderr } = await run(t, "worker-pool.mjs", { signal: "SIGTERM" });
  assert.equal(signal, "SIGTERM");
  assert.deepEqual(edges(sink), [" > main", " > main", "main > job", "main > job"]);
  assert.equal(traces(sink), 2);
  assert.equal(stderr, "");
});

test("a worker thread that is too busy to answer holds the end up for a second, and no longer", async (t) => {
  const options = { signal: "SIGTERM", args: ["busy"] } as const;
  const { sink, signal, ending } = await run(t, "worker-pool.mjs", options);
  assert.equal(signal, "SIGTERM");
  assert.deepEqual(
    edges(sink).filter((edge) => edge !== "main > job"),
    [" > main", " > main"],
  );
  assert.ok(ending < 4000, `${ending} ms`);
});

test("a worker thread that throws, rejects or exits has sent what it had", async (t) => {
  const { sink, code, lines, stderr } = await run(t, "worker-failing.mjs");
  assert.deepEqual(edges(sink), [" > exits", " > rejects", " > throws"]);
  assert.deepEqual(lines, [{ throws: 1 }, { rejects: 1 }, { exits: 4 }]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
});

test("worker threads into which Node.js preloads nothing are told of, once", async (t) => {
  const awaited = "a worker thread runs without telemetry: ";
  const { stderr } = await run(t, "worker-eval.mjs", { signal: "SIGTERM", awaited });
  assert.equal(stderr.split(awaited).length, 2, stderr);
});

test("each process of a cluster records its requests once", async (t) => {
  const { sink, code, stderr } = await run(t, "cluster.mjs");
  const four = [1, 2, 3, 4];
  assert.deepEqual(edges(sink), [...four.map(() => " > GET"), ...four.map(() => "GET > GET")]);
  assert.equal(traces(sink), 4);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
});

test("a child process continues the trace, and so does a command whose environment names one", async (t) => {
  const env = { TRACEPARENT: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
  const { sink } = await run(t, "child.mjs", { env });
  assert.deepEqual(edges(sink), ["b7ad6b7169203331 > parent", "parent > child"]);
  assert.deepEqual(
    new Set(sink.spans.map(({ traceId }) => traceId)),
    new Set([env.TRACEPARENT.slice(3, 35)]),
  );
});

test("a command whose telemetry is off hands on the context that it was started with", async (t) => {
  const context = {
    TRACEPARENT: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    BAGGAGE: "tenant=a",
  };
  const env = { ...context, OTEL_SDK_DISABLED: "true" };
  const { sink, lines } = await run(t, "off.mjs", { env });
  assert.deepEqual(lines, [context]);
  assert.deepEqual(sink.payloads, []);
});

test("a TRACEPARENT that is none is no parent, and no problem", async (t) => {
  const { sink, code, stderr } = await run(t, "child.mjs", { env: { TRACEPARENT: "nonsense" } });
  assert.deepEqual(edges(sink), [" > parent", "parent > child"]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
});

test("started twice, the first start counts and everything is sent once", async (t) => {
  const { sink, lines, stderr } = await run(t, "twice.mjs", {
    env: { OTEL_SERVICE_NAME: "first" },
  });
  assert.deepEqual(edges(sink), [" > once"]);
  assert.deepEqual(lines, [{ same: true, name: "first" }]);
  assert.match(
    stderr,
    /^agent-otel: startTelemetry\(\) was called while telemetry was running already/,
  );
});
