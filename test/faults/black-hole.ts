import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { Worker } from "node:worker_threads";

/**
 * Opens a port of which no more is heard, as behind a firewall that drops packets: a server that accepts nothing, whose
 * queue is full. Gives the port, which is closed after the test.
 */
export async function openBlackHole(t: TestContext): Promise<number> {
  const worker = new Worker(silentServer, { eval: true });
  t.after(() => worker.terminate());
  const [port]: unknown[] = await once(worker, "message");
  if (typeof port !== "number") throw new TypeError("the port is a number");
  // The kernel completes one connection more than the queue is long.
  const queued = [dial(t, port), dial(t, port)];
  await Promise.all(queued.map((socket) => once(socket, "connect")));
  return port;
}

const silentServer = `
const { createServer } = require("node:net");
const { parentPort } = require("node:worker_threads");
const server = createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});`;

function dial(t: TestContext, port: number): Socket {
  // It is reset when the server ends.
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  t.after(() => socket.destroy());
  return socket;
}
