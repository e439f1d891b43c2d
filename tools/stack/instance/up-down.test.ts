import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { BASE_PARTS, PARTS } from "../programs.ts";
import { poll } from "../run/poll.ts";
import { identifyProcess, isRunning } from "../run/process-identity.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import {
  createTestFolder,
  fakeCollector,
  fakeLoki,
  fakePrometheus,
  fakeTempo,
  testSettings,
} from "../testing/fake-programs.ts";
import type { FakeBehaviour, TestFolder } from "../testing/fake-programs.ts";
import { keepProgress } from "../testing/silent-progress.ts";
import type { KeptProgress } from "../testing/silent-progress.ts";
import { stackDown } from "./down.ts";
import { readState } from "./state.ts";
import { stackStatus } from "./status.ts";
import { stackUp } from "./up.ts";

let folder: TestFolder;
let settings: StackSettings;
let progress: KeptProgress;
const { signal } = new AbortController();

beforeEach(async () => {
  folder = createTestFolder();
  progress = keepProgress();
  settings = await testSettings(folder);
});
afterEach(async () => {
  await stackDown(settings, { progress, signal });
  folder.remove();
});

function provide(collector: FakeBehaviour = {}, tempo: FakeBehaviour = {}): void {
  folder.script("bin/otelcol", fakeCollector(collector));
  folder.script("bin/tempo", fakeTempo(tempo));
}

async function pids(): Promise<readonly (number | undefined)[]> {
  return (await stackStatus(settings)).parts.map(({ pid }) => pid);
}

test("up starts both, a second up leaves them as they are, down stops them", async () => {
  provide();
  assert.equal(await stackUp(settings, { progress, signal }), "started");
  const status = await stackStatus(settings);
  assert.equal(status.ready, true);
  assert.deepEqual(
    status.parts.map(({ part, state, version, from }) => [part, state, version, from]),
    [
      ["collector", "running", "0.158.0", "PATH"],
      ["tempo", "running", "2.8.0", "PATH"],
    ],
  );
  const first = await pids();
  assert.equal(await stackUp(settings, { progress, signal }), "was running");
  assert.deepEqual(await pids(), first);

  assert.equal(await stackDown(settings, { progress, signal }), true);
  for (const pid of first) assert.equal(identifyProcess(pid ?? 0), undefined);
  assert.equal(await stackDown(settings, { progress, signal }), false);
  assert.equal((await stackStatus(settings)).parts[0]?.state, "stopped");
});

test("two ups at once start one stack", async () => {
  provide();
  const both = [stackUp(settings, { progress, signal }), stackUp(settings, { progress, signal })];
  assert.deepEqual((await Promise.all(both)).toSorted(), ["started", "was running"]);
});

test("up names a taken port with its variable, starts nothing and ends nothing", async () => {
  provide();
  const server = createServer().listen(settings.ports.otlpHttp, "127.0.0.1");
  await once(server, "listening");
  await assert.rejects(stackUp(settings, { progress, signal }), {
    name: "StackError",
    message:
      `Port ${settings.ports.otlpHttp} on 127.0.0.1 (OTLP over HTTP) is taken: ` +
      "set AGENT_OTEL_STACK_OTLP_HTTP_PORT to another one.",
  });
  assert.equal(readState(settings.stackDir), undefined);
  assert.equal(server.listening, true);
  server.close();
});

test("up names a data folder that cannot be used, with the remedy, and starts nothing", async () => {
  provide();
  // A file in its place: also the superuser cannot use it as a folder.
  const data = join(settings.stackDir, "tempo-data");
  mkdirSync(settings.stackDir, { recursive: true });
  writeFileSync(data, "");
  await assert.rejects(
    stackUp(settings, { progress, signal }),
    (error) =>
      error instanceof StackError &&
      error.message.startsWith(`Tempo cannot use its data folder ${data} (EEXIST`) &&
      error.message.includes("make it readable and writable for this user"),
  );
  assert.equal(readState(settings.stackDir), undefined);
});

test("up starts Prometheus and Loki when they are wanted, and a later up adds them", async () => {
  provide();
  folder.script("bin/prometheus", fakePrometheus());
  folder.script("bin/loki", fakeLoki());
  await stackUp(settings, { progress, signal });
  settings = { ...settings, parts: PARTS };
  assert.equal(await stackUp(settings, { progress, signal }), "started");
  const { parts, ready } = await stackStatus({ ...settings, parts: BASE_PARTS });
  assert.equal(ready, true);
  assert.deepEqual(
    parts.map(({ part }) => part),
    [...PARTS],
  );
  const targets = readFileSync(join(settings.stackDir, "prometheus/targets.yaml"), "utf8");
  assert.ok(targets.includes(`127.0.0.1:${settings.ports.collectorMetrics}`));
  await stackDown(settings, { progress, signal });
});

test("up shows the end of the log of a part that ends at once, and stops the other", async () => {
  provide({ dies: true });
  await assert.rejects(
    stackUp(settings, { progress, signal }),
    (error) =>
      error instanceof StackError &&
      /Collector ended .*\n  bind: out of luck\n  \(whole log: .*collector\.log\)/u.test(
        error.message,
      ),
  );
  assert.equal(readState(settings.stackDir), undefined);
  assert.ok(progress.lines.some((line) => line.startsWith("Tempo stopped (pid ")));
});

test("up stops what it has started when it is interrupted", async () => {
  provide();
  const abort = new AbortController();
  const interrupting = {
    ...progress,
    step: (title: string): void => {
      progress.step(title);
      if (title.startsWith("waiting until")) abort.abort(new StackError("Interrupted."));
    },
  };
  const up = stackUp(settings, { progress: interrupting, signal: abort.signal });
  await assert.rejects(up, { message: "Interrupted." });
  assert.equal(readState(settings.stackDir), undefined);
  assert.equal(progress.lines.filter((line) => / stopped \(pid/u.test(line)).length, 2);
});

test("up says what is missing and does not build it", async () => {
  folder.script("bin/otelcol", fakeCollector());
  await assert.rejects(
    stackUp(settings, { progress, signal }),
    (error) => error instanceof StackError && error.message.includes("pnpm stack build"),
  );
});

test("status tells a part that has ended without down, and up starts both anew", async () => {
  provide();
  await stackUp(settings, { progress, signal });
  const tempo = readState(settings.stackDir)?.processes.tempo;
  assert.ok(tempo);
  process.kill(tempo.pid, "SIGKILL");
  assert.ok(await poll(() => !isRunning(tempo) || undefined, { everyMs: 10, deadlineMs: 5_000 }));
  const status = await stackStatus(settings);
  assert.equal(status.ready, false);
  assert.deepEqual(
    status.parts.map(({ state }) => state),
    ["running", "ended"],
  );
  assert.equal(await stackUp(settings, { progress, signal }), "started");
  assert.equal((await stackStatus(settings)).ready, true);
});

test("down kills a Tempo that does not end by itself", async () => {
  provide({}, { stubborn: true });
  await stackUp(settings, { progress, signal });
  await stackDown(settings, { progress, signal });
  assert.ok(progress.lines.some((line) => /^Tempo stopped .*by SIGKILL after 2 s/u.test(line)));
});

test("programs get the ports of the instance and none of the caller's OTEL_ variables", async () => {
  const dump = `require("node:fs").writeFileSync(${JSON.stringify(`${folder.path}/env.json`)}, JSON.stringify(process.env));`;
  folder.script("bin/otelcol", `${fakeCollector()}\n${dump}`);
  folder.script("bin/tempo", fakeTempo());
  settings = { ...settings, env: { ...settings.env, OTEL_TRACES_EXPORTER: "otlp" } };
  await stackUp(settings, { progress, signal });
  const { default: env }: { default: Record<string, string> } = await import(
    `${folder.path}/env.json`,
    { with: { type: "json" } }
  );
  assert.equal(env["OTEL_TRACES_EXPORTER"], undefined);
  assert.equal(env["AGENT_OTEL_STACK_OTLP_HTTP_PORT"], String(settings.ports.otlpHttp));
  assert.equal(env["AGENT_OTEL_STACK_TEMPO_OTLP"], `127.0.0.1:${settings.ports.tempoOtlpGrpc}`);
});
