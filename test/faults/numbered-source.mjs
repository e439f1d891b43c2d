// Makes numbered spans, log records and metric points, ends with exit code 5 and prints what has become of them.
// SPANS, LOGS, POINTS: how many, from 1. AFTER: the number before the first span's, 0. PER_SECOND: so many spans a second instead of all at once.
// PADDING: bytes of text in each span, besides. WAITS=true: lives on until its standard input ends.
import { writeSync } from "node:fs";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { startTelemetry } from "@agent-otel/sdk";
import { logs, metrics, trace } from "@opentelemetry/api";

const TICK_MS = 20;
const { SPANS, LOGS, POINTS, AFTER, PER_SECOND = "Infinity", PADDING = "0", WAITS } = process.env;
const padding = "x".repeat(Number(PADDING));

const tracer = trace.getTracer("numbered-source");
const logger = logs.getLogger("numbered-source");
const counter = metrics.getMeter("numbered-source").createCounter("points");
// What --import has started.
const telemetry = startTelemetry();

process.exitCode = 5;
for (const number of upTo(LOGS)) logger.emit({ body: "numbered", attributes: { number } });
for (const number of upTo(POINTS)) counter.add(1, { number });
const startedAt = performance.now();
for (const number of upTo(SPANS)) {
  const attributes = { number: number + Number(AFTER ?? 0), padding };
  tracer.startSpan("numbered", { attributes }).end();
  // oxlint-disable-next-line no-await-in-loop -- keeps time
  while (isAhead(number)) await pause(TICK_MS);
}
// What the first export loads is no part of the end.
await nextTurn();
console.log("made");
let endsAt = performance.now();
if (WAITS === "true") process.stdin.resume().once("end", () => (endsAt = performance.now()));
// The SDK is the last to listen to that event.
const emit = process.emit.bind(process);
process.emit = (name, ...args) => {
  const isHeard = emit(name, ...args);
  if (name !== "exit") return isHeard;
  const endedAfterMs = performance.now() - endsAt;
  writeSync(1, `${JSON.stringify({ endedAfterMs, ledger: telemetry.ledger() })}\n`);
  return isHeard;
};

function isAhead(number) {
  return (number / Number(PER_SECOND)) * 1000 > performance.now() - startedAt;
}

function upTo(count) {
  return Array.from({ length: Number(count) }, (_, index) => index + 1);
}
