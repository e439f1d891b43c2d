import type { Worker } from "node:worker_threads";

const own = new WeakSet<Worker>();

/** Marks a worker thread of this SDK: that it runs without telemetry is on purpose. */
export function asOwnThread(worker: Worker): Worker {
  own.add(worker);
  return worker;
}

/** True for threads that the application has not made: ours, and those of Node.js itself (for module hooks). */
export function isNoApplicationThread(worker: Worker): boolean {
  return own.has(worker) || worker.constructor.name === "InternalWorker";
}
