// MODE=stream: makes a numbered span every 5 ms for ever, and says when. MODE=flush: flushes within 300 ms and has
// nothing more to do then. MODE=idle: makes nothing.
import { writeSync } from "node:fs";
import { startTelemetry } from "@agent-otel/sdk";
import { trace } from "@opentelemetry/api";

const { MODE } = process.env;
const tracer = trace.getTracer("exit-timing-source");
// What --import has started.
const telemetry = startTelemetry();
let number = 0;

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
say(`finished at ${Date.now()}`);

function makeSpan() {
  number += 1;
  tracer.startSpan("numbered", { attributes: { number } }).end();
  if (MODE === "stream") say(`${number} ${Date.now()}`);
}

function say(line) {
  writeSync(1, `${line}\n`);
}
