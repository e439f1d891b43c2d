import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const freePorts = ["--grpc-port", "0", "--http-port", "0", "--tempo-port", "0"];
const traceId = "5b8efff798038103d269b633813fc60c";

/** Sends one span to the endpoint that it was given, then does `then`. */
const sendSpan = (then = ""): string[] => [
  process.execPath,
  "--input-type=module",
  "--eval",
  `const span = { traceId: "${traceId}", spanId: "eee19b7ec3c1b174", name: "work", startTimeUnixNano: 1, endTimeUnixNano: 2000001 };
  await fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + "/v1/traces", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  ${then}`,
];

test("a command's exit code is passed on after its trace was printed", async () => {
  const { code, stdout, stderr } = await dev(
    sendSpan("console.log('its own'); process.exitCode = 7;"),
  );
  assert.equal(code, 7);
  assert.equal(stdout, "its own\n");
  assert.match(stderr, /OTLP\/HTTP {2}http:\/\/127\.0\.0\.1:\d+\n/);
  assert.match(stderr, new RegExp(`● trace ${traceId} {2}2\\.0 ms · 1 span\nwork {2}2\\.0 ms\n`));
  assert.match(stderr, /received 1 span, 0 data points, 0 log records\n$/);
});

test("--json writes one object per trace on standard output", async () => {
  const { code, stdout } = await dev(sendSpan(), ["--json"]);
  assert.equal(code, 0);
  const { traceId: printed, spans } = JSON.parse(stdout);
  assert.equal(printed, traceId);
  assert.equal(spans[0].durationMs, 2);
});

test("a command that a signal killed gives 128 and the signal's number", async () => {
  const { code } = await dev([process.execPath, "--eval", "process.kill(process.pid, 'SIGKILL')"]);
  assert.equal(code, 137);
});

test("a command that is not there gives 127, one that cannot be run 126", async () => {
  const missing = await dev(["no-such-program-here"]);
  assert.equal(missing.code, 127);
  assert.match(
    missing.stderr,
    /agent-otel: command not found: "no-such-program-here"\. Give a program/,
  );
  const forbidden = await dev([fileURLToPath(new URL(".", import.meta.url))]);
  assert.equal(forbidden.code, 126);
  assert.match(forbidden.stderr, /could not run ".*": .*EACCES/);
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`${signal} reaches the command once, and its exit code comes back`, async () => {
    const command = [
      process.execPath,
      "--eval",
      `let times = 0;
      process.on("${signal}", () => { times++; setTimeout(() => process.exit(40 + times), 100); });
      setInterval(() => {}, 1000);
      console.log("up", process.pid);`,
    ];
    const running = startDev(["--", ...command]);
    const pid = Number((await waitFor(running.child.stdout, /up (\d+)/))[1]);
    running.child.kill(signal);
    assert.equal((await running.ended).code, 41);
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  });
}

test("without a command it runs until a signal and then exits with 0", async () => {
  const running = startDev([]);
  await waitFor(running.child.stderr, /end {3}Ctrl-C/);
  running.child.kill("SIGINT");
  const { code, stderr } = await running.ended;
  assert.equal(code, 0);
  assert.match(stderr, /set {3}OTEL_EXPORTER_OTLP_ENDPOINT=http:\/\/127\.0\.0\.1:\d+ /);
});

test("a parent with an IPC channel learns the ports and the printed traces; the command has no channel", async () => {
  const program = sendSpan("console.log(process.env.NODE_CHANNEL_FD, typeof process.send);");
  const child = spawn(process.execPath, [main, "dev", ...freePorts, "--", ...program], {
    stdio: ["ignore", "pipe", "ignore", "ipc"],
  });
  const messages: unknown[] = [];
  child.on("message", (message) => messages.push(message));
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  assert.deepEqual(await once(child, "close"), [0, null]);
  assert.equal(output, "undefined undefined\n");
  assert.equal(messages.length, 2);
  assert.match(JSON.stringify(messages[0]), /^\{"type":"ready","ports":\{"grpc":\d+,/);
  assert.deepEqual(messages[1], { type: "trace", traceId });
});

test("when a parent with an IPC channel dies without a word, the command ends too", async () => {
  const code = `
    const child = require("node:child_process").spawn(process.execPath, process.argv.slice(1), {
      stdio: ["ignore", "inherit", "ignore", "ipc"],
    });
    child.on("message", () => {});`;
  const program = [
    process.execPath,
    "--eval",
    "console.log('up', process.pid); setInterval(() => {}, 1000)",
  ];
  const args = ["--eval", code, "--", main, "dev", ...freePorts, "--", ...program];
  const parent = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const pid = Number((await waitFor(parent.stdout, /up (\d+)/))[1]);
  const closed = once(parent, "close");
  parent.kill("SIGKILL");
  // Standard output is shared, so it is closed only when the last of the three has ended.
  await closed;
  assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
});

test("nothing after -- is wrong use, not an endless wait", async () => {
  const running = startDev(["--"]);
  const { code, stderr } = await running.ended;
  assert.equal(code, 1);
  assert.equal(stderr, "error: expected a command after --; leave -- out to run without one.\n");
});

test("wrong options end with a message and 1", async () => {
  const running = startDev(["--max-spans", "few"]);
  const { code, stderr } = await running.ended;
  assert.equal(code, 1);
  assert.equal(
    stderr,
    "error: option '--max-spans <count>' argument 'few' is invalid. Expected a whole number > 0.\n",
  );
  const host = await startDev(["--host", "192.0.2.1"]).ended;
  assert.equal(host.code, 1);
  assert.match(host.stderr, /--host is not an address of this machine/);
});

interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

function dev(command: readonly string[], options: readonly string[] = []): Promise<Result> {
  return startDev([...options, "--", ...command]).ended;
}

function startDev(args: readonly string[]): {
  child: ChildProcessWithoutNullStreams;
  ended: Promise<Result>;
} {
  const child = spawn(process.execPath, [main, "dev", ...freePorts, ...args], {
    env: { PATH: process.env.PATH, NO_COLOR: "1" },
  });
  const result: Result = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (result.stdout += chunk));
  child.stderr.on("data", (chunk) => (result.stderr += chunk));
  const ended = once(child, "close").then(([code]) => ({ ...result, code }));
  return { child, ended };
}

async function waitFor(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<RegExpExecArray> {
  let text = "";
  const signal = AbortSignal.timeout(20_000);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- output comes piece by piece
    text += String((await once(stream, "data", { signal }))[0]);
    const found = pattern.exec(text);
    if (found !== null) return found;
  }
}
