// A worker thread that works once and ends; its exit code stays what it was.
import { Worker, isMainThread } from "node:worker_threads";

import { contextEnvironment } from "@agent-otel/sdk";
import { trace } from "@opentelemetry/api";

if (isMainThread) {
  trace.getTracer("main").startActiveSpan("main", (span) => {
    const env = { ...process.env, ...contextEnvironment() };
    const worker = new Worker(new URL(import.meta.url), { env });
    worker.once("exit", (code) => {
      console.log(JSON.stringify({ worker: code }));
      span.end();
    });
  });
} else {
  trace.getTracer("worker").startActiveSpan("in the worker", (span) => span.end());
  process.exitCode = 7;
}
