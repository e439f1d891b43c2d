import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { keepAttributes, type ResourceAttributes } from "./attributes.ts";
import type { CloudDetector } from "./cloud-detectors.ts";

/** What one export of the detector's package said. */
export interface CloudAnswer {
  /** Its place in {@link CloudDetector.exports}. */
  readonly index: number;
  readonly attributes: ResourceAttributes;
  /** Why it could not say all; absent when it could. */
  readonly failure?: string;
}

const METAPACKAGE = "@opentelemetry/auto-instrumentations-node";

// The program of a worker thread: what it imports, and what it does at once, concerns this thread alone.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what cloud.ts starts it with
const detector = workerData as CloudDetector;
const own = createRequire(import.meta.url);
// The package manager may hide the metapackage's dependencies from us, but not from itself.
const loaded: unknown = createRequire(own.resolve(METAPACKAGE))(detector.package);
for (const [index, name] of detector.exports.entries()) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  void ask(loaded, name).then((answer) => parentPort?.postMessage({ index, ...answer }));
}

async function ask(from: unknown, name: string): Promise<Omit<CloudAnswer, "index">> {
  try {
    const found: unknown = Reflect.get(Object(from), name);
    if (!isDetector(found)) throw new Error(`${name} is not exported`);
    return await collect(Object(found.detect()));
  } catch (error) {
    return { attributes: {}, failure: String(error) };
  }
}

function isDetector(value: unknown): value is { detect(): unknown } {
  return typeof value === "object" && value !== null && "detect" in value;
}

/** Some attributes are values, some promises; one that is rejected says nothing of the others. */
async function collect(answer: { attributes?: unknown }): Promise<Omit<CloudAnswer, "index">> {
  const { attributes = {} } = answer;
  const entries = Object.entries(Object(attributes));
  const results = await Promise.allSettled(entries.map(([, value]) => value));
  const found: [string, unknown][] = [];
  let failure: string | undefined;
  for (const [index, result] of results.entries()) {
    const key = entries[index]?.[0] ?? "";
    if (result.status === "fulfilled") found.push([key, result.value]);
    else failure ??= String(result.reason);
  }
  const kept = keepAttributes(Object.fromEntries(found));
  return failure === undefined ? { attributes: kept } : { attributes: kept, failure };
}
