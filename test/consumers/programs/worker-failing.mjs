// Worker threads that fail, each in its way, after they have worked.
import { Worker, isMainThread, workerData } from "node:worker_threads";

import { trace } from "@opentelemetry/api";

if (isMainThread) {
  for (const way of ["throws", "rejects", "exits"]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await new Promise((resolve) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: way });
      worker.once("exit", (code) => resolve(console.log(JSON.stringify({ [way]: code }))));
      worker.once("error", () => {});
    });
  }
} else {
  trace.getTracer("worker").startSpan(workerData).end();
  if (workerData === "throws") throw new Error("on purpose");
  if (workerData === "rejects") void Promise.reject(new Error("on purpose"));
  if (workerData === "exits") process.exit(4);
}
