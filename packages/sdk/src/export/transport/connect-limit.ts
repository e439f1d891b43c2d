import { createRequire } from "node:module";
import type { Socket } from "node:net";

const require = createRequire(import.meta.url);

/** The longest that a TCP connection may take once the address is known. A repeated SYN packet would follow after 1 s. */
const CONNECT_MS = 1000;

/**
 * Lets the process end while the socket is open. Before that, while it connects, no `unref()` lets it: a connection
 * attempt holds the event loop until it fails, which takes minutes when nobody answers. So that a process which has
 * nothing more to do ends soon, an attempt that takes long is given up; the delivery makes another one later.
 *
 * @param host What the socket connects to, when it may have begun already.
 */
export function holdNoProcess(socket: Socket, host: string = ""): void {
  socket.unref();
  if (!socket.pending) return;
  const begin = (): void => {
    const timer = setTimeout(() => giveUpSoon(socket), CONNECT_MS).unref();
    const clear = (): void => clearTimeout(timer);
    socket.once("connect", clear).once("close", clear);
  };
  const { isIP }: typeof import("node:net") = require("node:net");
  // No name to look up: that event is past.
  if (isIP(host) > 0) begin();
  else socket.once("connectionAttempt", begin);
}

/** After a second in which the application has blocked the event loop, the good news has not been heard yet. */
function giveUpSoon(socket: Socket): void {
  setImmediate(() => {
    if (!socket.connecting) return;
    const message = `timed out: no connection after ${CONNECT_MS} ms`;
    socket.destroy(Object.assign(new Error(message), { code: "ETIMEDOUT" }));
  });
}
