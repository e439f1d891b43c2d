import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** An address on the loopback interface that answers nothing: connections are neither accepted nor refused. */
export interface BlackHole {
  readonly url: string;
  close(): void;
}

/** Listens with room for one connection, and then never looks at it. */
const SOURCE = `
  const server = require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    require("node:fs").writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** How long a connection may take before it counts as swallowed, in milliseconds; on this machine one takes less than 1. */
const PATIENCE_MS = 300;

/** Opens it: fills the queue of a process that stands still, until the kernel drops what comes. */
export async function openBlackHole(): Promise<BlackHole> {
  const child = spawn(process.execPath, ["-e", SOURCE], { stdio: ["ignore", "pipe", "inherit"] });
  const [text] = await once(child.stdout, "data");
  const port = Number(text);
  const sockets: Socket[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other fills the queue
  while (await isAccepted(port, sockets))
    if (sockets.length > 100) throw new Error("no black hole");
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      child.kill("SIGKILL");
    },
  };
}

async function isAccepted(port: number, sockets: Socket[]): Promise<boolean> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  sockets.push(socket);
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(PATIENCE_MS) });
    return true;
  } catch {
    return false;
  }
}
