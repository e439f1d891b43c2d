// What MODE says. stream: makes a numbered span every 5 ms for ever, and says when. flush: flushes within 300 ms and has
// nothing more to do then. idle: makes nothing.
import { execFileSync } from "node:child_process";
import { writeSync } from "node:fs";
import { startTelemetry } from "@agent-otel/sdk";
import { trace } from "@opentelemetry/api";

const { MODE } = process.env;
const tracer = trace.getTracer("exit-timing-source");
// What --import has started.
const telemetry = startTelemetry();
let number = 0;

const ends = {
  block: () => block(4000),
  "wait-for-child": () => execFileSync("sleep", ["4"]),
  abort: () => process.abort(),
  "use-all-memory": () => {
    const kept = [];
    for (;;) kept.push(Array.from({ length: 1e5 }, () => Math.random()));
  },
};

if (MODE === "stream") setInterval(makeSpan, 5);
if (MODE === "flush") {
  makeSpan();
  const startedAt = performance.now();
  await telemetry.flush({ timeoutMs: 300 });
  say(`flushed after ${Math.round(performance.now() - startedAt)} ms`);
}
if (MODE === "flush-under-way") {
  makeSpan();
  setTimeout(async () => {
    await telemetry.flush();
    say(`delivered ${telemetry.ledger().traces.delivered}`);
  }, 100);
}
if (MODE === "shutdown-twice") {
  makeSpan();
  const [first, second] = await Promise.all([
    telemetry.shutdown({ timeoutMs: 300 }),
    telemetry.shutdown(),
  ]);
  say(`shut down ${String(first)} ${String(second)}`);
  makeSpan();
}
if (MODE === "flush-during-shutdown") {
  makeSpan();
  const startedAt = performance.now();
  const took = (what) => () => say(`${what} took ${Math.round(performance.now() - startedAt)} ms`);
  await Promise.all([
    telemetry.shutdown().then(took("shutdown")),
    telemetry.shutdown({ timeoutMs: 200 }).then(took("shutdown again")),
    telemetry.flush({ timeoutMs: 200 }).then(took("flush")),
  ]);
}
if (MODE === "odd-patience") {
  const flush = async (options) => {
    makeSpan();
    await telemetry.flush(options);
    say(`flush ${number}: delivered ${telemetry.ledger().traces.delivered}`);
  };
  await flush(null);
  await flush({ timeoutMs: Infinity });
  await flush({ timeoutMs: 3e9 });
  await Promise.all([-1, Number.NaN, "300"].map((timeoutMs) => telemetry.flush({ timeoutMs })));
  await telemetry.shutdown(null);
}
// For those that are killed.
if (MODE.startsWith("stream-then-")) {
  const stream = setInterval(() => {
    makeSpan();
    say(`${number} ${Date.now()}`);
  }, 5);
  setTimeout(() => {
    clearInterval(stream);
    say(`${number} ${Date.now()}`);
    ends[MODE.slice("stream-then-".length)]();
  }, 1500);
}
// Everything has been delivered by then.
if (MODE.startsWith("idle-then-")) {
  makeSpan();
  setTimeout(() => {
    say("ready");
    ends[MODE.slice("idle-then-".length)]();
  }, 1000);
}
if (MODE === "span-then-block") {
  // Not in the turn in which all is loaded.
  setTimeout(() => {
    makeSpan();
    say("ready");
    block(1500);
    say("worked on");
    setInterval(() => {}, 1000);
  }, 100);
}
if (MODE !== "span-then-block" && !MODE.includes("-then-")) say(`finished at ${Date.now()}`);

function makeSpan() {
  number += 1;
  tracer.startSpan("numbered", { attributes: { number } }).end();
  if (MODE === "stream") say(`${number} ${Date.now()}`);
}

function block(ms) {
  const until = Date.now() + ms;
  while (Date.now() < until);
}

function say(line) {
  writeSync(1, `${line}\n`);
}
