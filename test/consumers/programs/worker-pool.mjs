// Two worker threads that take jobs and never end; one of them may be too busy to answer.
// oxlint-disable unicorn/require-post-message-target-origin -- that is of windows
import { Worker, isMainThread, parentPort } from "node:worker_threads";

import { carryContext, continueContext } from "@agent-otel/sdk";
import { trace } from "@opentelemetry/api";

if (isMainThread) {
  const workers = [1, 2].map(() => new Worker(new URL(import.meta.url)));
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise((resolve) => {
          trace.getTracer("main").startActiveSpan("main", (span) => {
            worker.postMessage({ context: carryContext() });
            worker.once("message", () => {
              span.end();
              resolve();
            });
          });
        }),
    ),
  );
  if (process.argv.includes("busy")) workers[0].postMessage("block");
  console.log(JSON.stringify({ ready: true }));
} else {
  parentPort.on("message", (message) => {
    // oxlint-disable-next-line eslint/no-unmodified-loop-condition -- it shall never end
    while (message === "block") performance.now();
    continueContext(message.context, () => {
      trace.getTracer("worker").startActiveSpan("job", (span) => span.end());
    });
    parentPort.postMessage("done");
  });
}
