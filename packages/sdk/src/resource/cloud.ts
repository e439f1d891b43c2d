import { Worker } from "node:worker_threads";
import { ownModuleUrl } from "../own-module.ts";
import type { ResourceAttributes } from "./attributes.ts";
import type { CloudDetector } from "./cloud-detectors.ts";
import type { CloudAnswer } from "./cloud-worker.ts";

/** What becomes of the answers. */
export interface CloudListener {
  /** Called each time when more is known, with all that is known. */
  found(attributes: ResourceAttributes): void;
  /** Called at most once, with one line. */
  failed(reason: string): void;
  /** How long answers are waited for, in milliseconds. */
  readonly limitMs: number;
}

/**
 * Lets a detector look around in a thread of its own, where it can neither delay this one nor keep the process alive,
 * and where nothing is traced: not its requests either. Settles when it has answered, has failed or was given up;
 * never rejects.
 */
export async function askCloud(detector: CloudDetector, listener: CloudListener): Promise<void> {
  const answers: CloudAnswer[] = [];
  try {
    await listen(startWorker(detector), listener.limitMs, (answer) => {
      answers.push(answer);
      listener.found(combine(answers));
      return answers.length === detector.exports.length;
    });
    const failure = answers.find((answer) => answer.failure !== undefined)?.failure;
    if (failure !== undefined) listener.failed(firstLine(failure));
  } catch (error) {
    listener.failed(firstLine(error instanceof Error ? error.message : String(error)));
  }
}

function startWorker(detector: CloudDetector): Worker {
  const file = ownModuleUrl(import.meta.url, "./cloud-worker");
  return new Worker(file, {
    workerData: detector,
    env: workerEnvironment(),
    // Neither this nor NODE_OPTIONS: what the process was started with would start telemetry there as well.
    execArgv: [],
    // Nothing of what the packages print is for the user, and no answer needs more memory.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
}

/** The packages look into the environment to see where they are, so they get it, in a copy. */
function workerEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const isSet = env["GCE_METADATA_IP"] !== undefined || env["GCE_METADATA_HOST"] !== undefined;
  // Google's package would also ask for the server by name, and an unanswered DNS query holds the end of a process.
  return isSet ? env : { ...env, GCE_METADATA_IP: "169.254.169.254" };
}

/** Rejects when the worker fails, or has not said all by the limit. `take` returns true for the last answer. */
async function listen(
  worker: Worker,
  limitMs: number,
  take: (answer: CloudAnswer) => boolean,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.on("message", (answer: CloudAnswer) => {
    if (take(answer)) resolve();
  });
  let failure: unknown = new Error("it ended without an answer");
  worker.on("error", (error) => (failure = error));
  // An error may overtake answers; the end comes after both.
  worker.on("exit", () => reject(failure));
  const giveUp = (): void => reject(new Error(`no full answer within ${limitMs / 1000} s`));
  // An answer may have come while the application was busy: messages are delivered before immediates run.
  const timer = setTimeout(() => setImmediate(giveUp), limitMs).unref();
  worker.unref();
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    worker.removeAllListeners("message");
    void worker.terminate();
  }
}

/** Answers come in any order, but count in that of the exports. */
function combine(answers: readonly CloudAnswer[]): ResourceAttributes {
  const ordered = answers.toSorted((one, other) => one.index - other.index);
  return Object.assign({}, ...ordered.map(({ attributes }) => attributes));
}

function firstLine(text: string): string {
  const line = text.split("\n", 1)[0]?.slice(0, 200) ?? "";
  return line.replaceAll(/\p{Cc}/gu, " ");
}
