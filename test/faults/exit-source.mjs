// Makes 20 numbered spans and ends as MODE says. Under the SDK or without it, it must end in the same way.
import cluster from "node:cluster";
import { writeSync } from "node:fs";
import { createServer } from "node:http";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { trace } from "@opentelemetry/api";

const SPANS = 20;
const { MODE } = process.env;
const tracer = trace.getTracer("exit-source");

/** Ends that a server is open for, until a signal comes. */
const signalModes = {
  "open-server": () => {},
  // While telemetry is sent after a signal, where that takes a second.
  "goes-on": () => void setTimeout(() => process.exit(7), 1000),
  // What others leave to its default they may take the listeners from.
  "open-server-again": () => process.removeAllListeners("SIGTERM"),
  "own-handler-closes": (server) => onSignals(() => server.close(() => (process.exitCode = 7))),
  "own-handler-exits": () => onSignals(() => process.exit(8)),
  // What `signal-exit`, and so much of npm, does: alone, it lets the signal have its way.
  "counting-handler": () => {
    onSignals((signal, handler) => {
      const isAlone = process.listeners(signal).length === 1;
      say(isAlone ? "alone" : "not alone");
      process.off(signal, handler);
      if (isAlone) process.kill(process.pid, signal);
    });
  },
};

function waitToBeKilled() {
  setInterval(() => {}, 1000);
  if (isMainThread) process.send("ready");
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  else parentPort.postMessage("ready");
}

const ends = {
  return: () => (process.exitCode = 5),
  exit: () => process.exit(3),
  // Late enough for a batch to be under way.
  "return-later": () => later(() => (process.exitCode = 5)),
  "exit-later": () => later(() => process.exit(3)),
  "exit-code-then-exit": () => {
    process.exitCode = 4;
    process.exit();
  },
  "exit-with-listener": () => {
    process.once("exit", (code) => {
      // One more, at the last moment.
      makeSpan(SPANS + 1);
      say(`exit ${code}`);
      process.exitCode = 6;
    });
    setImmediate(() => process.exit(3));
  },
  throw: () => {
    throw new Error("thrown on purpose");
  },
  reject: () => void Promise.reject(new Error("rejected on purpose")),
  "caught-exception": () => {
    process.once("uncaughtException", ({ message }) => {
      say(`caught ${message}`);
      process.exitCode = 9;
    });
    throw new Error("thrown on purpose");
  },
  // Its top level waits for this for ever.
  "top-level-await": () => new Promise(() => {}),
  "works-on": () => {
    process.once("beforeExit", () => {
      setTimeout(() => {
        makeSpan(SPANS + 1);
        process.exitCode = 10;
        finish();
      }, 50);
    });
  },
  "before-exit-listener": () => {
    process.on("beforeExit", (code) => say(`before exit ${code}`));
  },
  "before-exit-span": () => {
    let number = SPANS;
    process.on("beforeExit", () => makeSpan((number += 1)));
  },
  // It holds nothing, and what it does is not expected to happen.
  "idle-timer": () => void setInterval(() => say("tick"), 100).unref(),
  // The signal waits for an event loop that has nothing more to do.
  "kill-itself": () => void setImmediate(() => process.kill(process.pid)),
  "exit-in-exit": () => {
    process.on("exit", () => process.exit(12));
    setImmediate(() => process.exit(3));
  },
  "throw-in-exit": () => {
    process.on("exit", () => {
      throw new Error("thrown on purpose");
    });
    setImmediate(() => process.exit(3));
  },
  "throw-then-exit-in-exit": () => {
    process.on("exit", () => process.exit(12));
    setImmediate(() => {
      throw new Error("thrown on purpose");
    });
  },
  "kill-in-exit": () => {
    process.on("exit", () => process.kill(process.pid, "SIGKILL"));
    setImmediate(() => process.exit(3));
  },
  "handler-throws": () => {
    process.on("uncaughtException", () => {
      throw new Error("thrown by a handler");
    });
    setImmediate(() => {
      throw new Error("thrown on purpose");
    });
  },
  "remove-all-listeners": () => {
    process.removeAllListeners();
  },
  "remove-exit-listeners": () => {
    process.removeAllListeners("exit");
    setImmediate(() => process.exit(3));
  },
  // As a thread of a pool waits for work.
  idle: () => {
    setTimeout(() => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
      parentPort.postMessage("ready");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  },
  disconnect: () => process.disconnect(),
  "wait-to-be-killed": waitToBeKilled,
  outlived: waitToBeKilled,
  // By then everything has been delivered.
  "wait-long": () => later(waitToBeKilled),
};

if (MODE.startsWith("worker-") && isMainThread) runWorker();
else if (MODE.startsWith("cluster-") && cluster.isPrimary) runCluster();
else if (MODE in signalModes) waitForSignal();
else await endAs(MODE.replace(/^(?:worker|cluster)-/, ""));

async function endAs(mode) {
  for (let number = 1; number <= SPANS; number++) makeSpan(number);
  finish();
  await ends[mode]();
}

function later(end) {
  setTimeout(() => {
    finish();
    end();
  }, 700);
}

function runWorker() {
  const worker = new Worker(new URL(import.meta.url));
  worker.once("error", ({ message }) => say(`error ${message}`));
  worker.once("exit", (code) => say(`worker ${code}`));
  if (/^worker-wait-(?:to-be-killed|long)$/.test(MODE))
    worker.once("message", () => worker.terminate());
  if (MODE === "worker-idle") worker.once("message", () => say("ready"));
  // It ends with the main thread, which does not wait for it.
  if (MODE === "worker-outlived") worker.once("message", () => process.exit(11));
}

function runCluster() {
  const worker = cluster.fork();
  worker.once("exit", (code, signal) => say(`worker ${code} ${signal}`));
  if (MODE === "cluster-wait-to-be-killed")
    worker.once("message", () => worker.process.kill("SIGTERM"));
}

function waitForSignal() {
  const server = createServer().listen(0, "127.0.0.1", () => {
    signalModes[MODE](server);
    for (let number = 1; number <= SPANS; number++) makeSpan(number);
    say("ready");
  });
}

function onSignals(handle) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, function handler() {
      finish();
      handle(signal, handler);
    });
  }
}

function makeSpan(number) {
  tracer.startSpan("numbered", { attributes: { number } }).end();
}

/** The application has nothing more to do. */
function finish() {
  say(`finished at ${Date.now()}`);
}

function say(line) {
  writeSync(1, `${line}\n`);
}
