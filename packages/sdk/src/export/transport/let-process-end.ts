import type { Socket } from "node:net";

/**
 * Keeps a socket of ours from keeping the process alive, to be called with each request on it. To unref() it is not
 * enough: while it connects, or sends what the other side does not read, an operation of the system is under way, and
 * the process lives until that ends, minutes behind a firewall that drops packets. So when nothing else is left to do
 * for the process, such a socket is destroyed: its request has failed, and is tried again by whoever flushes then.
 */
export function letProcessEnd(socket: Socket): void {
  socket.unref();
  if (!sockets.has(socket)) {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  }
  watch ??= setInterval(checkProcess, CHECK_EVERY_MS).unref();
}

const sockets = new Set<Socket>();

const CHECK_EVERY_MS = 100;

let watch: NodeJS.Timeout | undefined;

/** True when the last check has found nothing else either: one alone may come between two steps of something. */
let wasIdle = false;

function checkProcess(): void {
  const holding = [...sockets].filter(isHolding);
  if (holding.length === 0) {
    clearInterval(watch);
    watch = undefined;
  }
  const isIdle = holding.length > 0 && countResources() <= holding.length;
  if (isIdle && wasIdle) for (const socket of holding) socket.destroy(explain(socket));
  wasIdle = isIdle;
}

function isHolding({ connecting, writableLength }: Socket): boolean {
  return connecting || writableLength > 0;
}

/** What keeps the process alive: one operation of each socket that is holding, and all that is not ours. */
function countResources(): number {
  return process.getActiveResourcesInfo().length - countOutputs();
}

/** Standard output and error are listed, but keep no process. They can be told from other pipes by the handles alone. */
function countOutputs(): number {
  const list: unknown = Reflect.get(process, "_getActiveHandles");
  // Without it the process waits for the operation, as without all this.
  const handles: unknown = typeof list === "function" ? Reflect.apply(list, process, []) : [];
  if (!Array.isArray(handles)) return 0;
  return handles.filter((handle: object) => [1, 2].includes(Number(Reflect.get(handle, "fd"))))
    .length;
}

function explain({ connecting }: Socket): Error {
  const what = connecting ? "no connection" : "the request was not read";
  return new Error(`${what} by the end of the process`);
}
