import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Server } from "node:net";
import { PORT_NAMES, assignPorts } from "../port-table.ts";
import type { StackPorts } from "../port-table.ts";

const HOST = "127.0.0.1";

/** Whether something accepts connections on that port of 127.0.0.1. */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: HOST, port, timeout: 1_000 });
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("timeout", () => resolve(false));
      socket.once("error", () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

/**
 * Why a port cannot be listened on, or undefined when it can. Connects first: on some systems a
 * listener on all addresses does not stop another one on 127.0.0.1.
 */
export async function whyNotFree(port: number): Promise<string | undefined> {
  if (await accepts(port)) return "is taken";
  try {
    await close(await listen(port));
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "EADDRINUSE") return "is taken";
    return code === "EACCES" ? "may not be used by this user" : `cannot be used (${code})`;
  }
}

/** Ports that were free a moment ago, all different: for instances beside a user's own. */
export async function freePorts(): Promise<StackPorts> {
  const servers = await Promise.all(PORT_NAMES.map(async () => listen(0)));
  try {
    return assignPorts((name) => {
      const address = servers[PORT_NAMES.indexOf(name)]?.address();
      if (typeof address !== "object" || address === null) throw new Error("no port was given");
      return address.port;
    });
  } finally {
    await Promise.all(servers.map(async (server) => close(server)));
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen({ host: HOST, port, exclusive: true });
  // Rejects when the server emits "error" first.
  await once(server, "listening");
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}
