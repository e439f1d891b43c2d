import { createRequire } from "node:module";
import { ownModuleUrl } from "../../own-module.ts";
import type { ProxySettings } from "../transport/proxy.ts";
import type { LastOutcome, LastRequest, LastTarget } from "./request.ts";

const require = createRequire(import.meta.url);

/** How to send for the last time. */
export interface LastSendOptions {
  readonly proxies: ProxySettings;
  /** The longest that the calling thread is blocked. */
  readonly timeoutMs: number;
}

/**
 * Sends batches while the calling thread waits: the `exit` event of a process leaves no other time. A thread of its own
 * does the work. Gives the outcome for each target, or `undefined` when nothing is known of any: no thread could be
 * had (it needs memory, and `--allow-worker` under `--permission`) or it did not answer in time. Never throws.
 */
export function sendWhileBlocking(
  targets: readonly LastTarget[],
  options: LastSendOptions,
): readonly LastOutcome[] | undefined {
  if (options.timeoutMs < LEAST_MS) return undefined;
  try {
    return askThread(targets, options);
  } catch {
    return undefined;
  }
}

/** A thread needs about 40 ms to start on an idle machine, and several times that on a busy one. */
const LEAST_MS = 200;

/**
 * What the thread runs. Whatever goes wrong in it must wake the one who waits: nobody hears of a thread's errors while
 * the event loop stands still.
 */
const BOOTSTRAP = `
  const { workerData: { module, request, port, flag } } = require("node:worker_threads");
  const answer = (outcomes) => {
    port.postMessage(outcomes);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  };
  process.once("uncaughtException", () => answer(undefined));
  import(module).then(({ sendLast }) => sendLast(request)).then(answer, () => answer(undefined));
`;

function askThread(
  targets: readonly LastTarget[],
  { proxies, timeoutMs }: LastSendOptions,
): readonly LastOutcome[] | undefined {
  const threads: typeof import("node:worker_threads") = require("node:worker_threads");
  const { port1: inbox, port2: port } = new threads.MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const module = ownModuleUrl(import.meta.url, "./thread").href;
  const request: LastRequest = { targets, proxies, until: Date.now() + timeoutMs };
  const worker = new threads.Worker(BOOTSTRAP, {
    eval: true,
    workerData: { module, request, port, flag },
    transferList: [port],
    // No --import of either: no telemetry of the thread's own, and nothing of the application's.
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "", ...sameTrust() },
    stdout: true,
    stderr: true,
  });
  worker.unref();
  // Nobody is there to hear of it later.
  worker.on("error", () => {});
  Atomics.wait(flag, 0, 0, timeoutMs);
  const received: { message: readonly LastOutcome[] | undefined } | undefined =
    threads.receiveMessageOnPort(inbox);
  inbox.close();
  return received?.message;
}

/** From Node.js 26 on, whether the system's certificates are trusted is each thread's own; before, it is the process's. */
function sameTrust(): Record<string, string> {
  const { NODE_OPTIONS = "" } = process.env;
  const options = [...process.execArgv, ...NODE_OPTIONS.split(/\s+/)];
  return options.includes("--use-system-ca") ? { NODE_USE_SYSTEM_CA: "1" } : {};
}
