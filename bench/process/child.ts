import { type ChildProcess, spawn } from "node:child_process";

/** A process that the bench started and talks to over IPC. */
export interface Child {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: unknown;
  /** Asks it to carry out a command; rejects when it fails, ends or takes too long. */
  ask(command: string, options?: AskOptions): Promise<unknown>;
  /** Ends it at once and waits for its end. Its own end is not measured. */
  stop(): Promise<void>;
}

/** What {@link Child.ask} may be given. */
interface AskOptions {
  /** Passed to the command. */
  readonly options?: object;
  /** @default 60_000 */
  readonly timeoutMs?: number;
}

/** What to start. */
export interface ChildOptions {
  /** How messages name it. */
  readonly name: string;
  /** Arguments of `node`. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends it, and whatever is being waited for. */
  readonly signal: AbortSignal;
}

const START_MS = 30_000;
const ASK_MS = 60_000;

/** Starts `node` with the arguments and waits until it has said that it is ready. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { args, cwd, env, signal } = options;
  signal.throwIfAborted();
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      process.off("exit", kill);
      signal.removeEventListener("abort", kill);
      resolve();
    });
  });
  // Should the bench itself fail to clean up: a child without the channel ends by itself, too.
  process.once("exit", kill);
  signal.addEventListener("abort", kill);
  const exchange = createExchange(child, options);
  const stop = async (): Promise<void> => {
    kill();
    // Without a pid it never began, and never ends.
    if (child.pid !== undefined) await ended;
  };
  try {
    const ready = await exchange.ready(START_MS);
    return { pid: child.pid ?? 0, ready, ask: exchange.ask, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Exchange {
  ready(timeoutMs: number): Promise<unknown>;
  ask: Child["ask"];
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Message {
  readonly id?: number;
  readonly ready?: unknown;
  readonly result?: unknown;
  readonly error?: string;
}

function createExchange(child: ChildProcess, { name, signal }: ChildOptions): Exchange {
  const READY = 0;
  const output = keepTail(child);
  const waiting = new Map<number, Waiting>();
  let lastId = READY;
  const settle = (id: number, use: (one: Waiting) => void): void => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (one !== undefined) use(one);
  };
  child.on("message", (message: Message) => {
    if (message.error !== undefined) {
      const error = new Error(`${name}: ${message.error}`);
      settle(message.id ?? READY, ({ reject }) => reject(error));
    } else settle(message.id ?? READY, ({ resolve }) => resolve(message.result ?? message.ready));
  });
  const failAll = (what: string): void => {
    const error = signal.aborted ? signal.reason : new Error(`${name} ${what}\n${output()}`.trim());
    for (const id of waiting.keys()) settle(id, ({ reject }) => reject(error));
  };
  // Not started, or the channel broke.
  child.on("error", (error) => failAll(`failed: ${error.message}`));
  child.once("close", (code, by) => failAll(`ended unexpectedly (${by ?? `exit code ${code}`})`));
  const wait = (id: number, { what, ms }: { what: string; ms: number }): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const late = new Error(`${name} did not answer "${what}" within ${ms} ms`);
    const timer = setTimeout(() => settle(id, () => reject(late)), ms);
    waiting.set(id, { resolve, reject });
    return promise.finally(() => clearTimeout(timer));
  };
  return {
    ready: (ms) => wait(READY, { what: "ready", ms }),
    ask(command, { options, timeoutMs = ASK_MS } = {}) {
      lastId += 1;
      if (!child.connected) return Promise.reject(new Error(`${name} is gone\n${output()}`.trim()));
      child.send({ id: lastId, command, options });
      return wait(lastId, { what: command, ms: timeoutMs });
    },
  };
}

/** Reads the child's output, lest it block, and keeps the end of it for a message. */
function keepTail(child: ChildProcess): () => string {
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (tail = (tail + text).slice(-2000)));
  }
  return () => tail;
}
