import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Whether something accepts connections at an address now. */
export async function isTaken(host: string, port: number): Promise<boolean> {
  const socket = connect({ host: bare(host), port });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(1_000) });
    return true;
  } catch {
    // Refused, unknown or silent: nobody is there.
    return false;
  } finally {
    socket.destroy();
  }
}

/** A port that is free now. */
export async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, bare(host));
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

function bare(host: string): string {
  return host.replaceAll(/^\[|\]$/g, "");
}
