// Makes SPANS numbered spans with PADDING bytes of text each in a thread, says "made" and is ended there:
// DEPTH: how many threads lie between; 1: the main thread has started it. END: "terminate" or "exit", by the main thread.
// "terminate-inner": the thread that has started it does it, and is terminated in turn.
// WHEN: "at-once", or "told": when a word comes on standard input. Ends with exit code 5.
import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { trace } from "@opentelemetry/api";

const { SPANS, PADDING = "0", DEPTH = "1", END = "terminate", WHEN = "told" } = process.env;
const depth = isMainThread ? 0 : workerData;

if (depth === Number(DEPTH)) {
  const tracer = trace.getTracer("spool-threads-source");
  const padding = "x".repeat(Number(PADDING));
  for (let number = 1; number <= Number(SPANS); number += 1) {
    tracer.startSpan("numbered", { attributes: { number, padding } }).end();
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  parentPort.postMessage("made");
  // Alive, and its event loop stands still when nobody may hear of it before its end.
  if (WHEN === "at-once") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  else setInterval(() => {}, 1000);
} else {
  const worker = new Worker(new URL(import.meta.url), { workerData: depth + 1 });
  await once(worker, "message");
  if (!isMainThread) {
    if (END === "terminate-inner") await worker.terminate();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
    parentPort.postMessage("made");
  } else {
    console.log("made");
    if (WHEN === "told") await once(process.stdin, "data");
    process.stdin.destroy();
    process.exitCode = 5;
    if (END === "exit") process.exit();
    await worker.terminate();
  }
}
