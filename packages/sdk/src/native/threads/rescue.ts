import { subscribe } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import type { BroadcastChannel, MessagePort, Worker } from "node:worker_threads";
import type { EncodedSpans } from "../../export/batch/sealed-batch.ts";
import type { Scope } from "../../trace/scope.ts";
import { type Announcement, announce } from "./announce.ts";
import { CHANNEL } from "./channel.ts";
import { readChunk } from "./span-chunk.ts";

const require = createRequire(import.meta.url);
type Threads = typeof import("node:worker_threads");

/** Spans that their own thread can send no more. */
export interface RescuedSpans extends EncodedSpans {
  readonly resource: Uint8Array;
  readonly contentType: string;
  /** Is called when they are settled. Until then another thread takes them over if this one ends. */
  settled(): void;
}

/** Who hears of what was rescued. */
export interface RescueListener {
  rescued(spans: RescuedSpans): void;
  /** Spans that found no room in their thread's box, and are lost with it. */
  lost(items: number): void;
}

/** The boxes of the threads that this one, or one of those, has started. */
export interface Rescue {
  /** Takes what the threads that still run have in their boxes: this thread ends, and they with it. */
  takeAll(): void;
}

/** Hands the spans of each thread that ends without having sent them to `listener`. */
export function rescueSpans(listener: RescueListener): Rescue {
  const rescue = new BoxRescue(listener);
  // At once: the event "worker" of the process comes after what follows the creation, which may block.
  subscribe("worker_threads", (message) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as documented
    rescue.watch((message as { worker: Worker }).worker);
  });
  return rescue;
}

interface Box {
  readonly missing: SharedArrayBuffer;
  readonly resource: Uint8Array;
  readonly contentType: string;
  readonly scopes: Map<number, Scope>;
  readonly chunks: Map<number, SharedArrayBuffer>;
}

class BoxRescue implements Rescue {
  readonly #listener: RescueListener;
  readonly #boxes = new Map<number, Box>();
  /** Of each thread below this one, the one that has started it. */
  readonly #parents = new Map<number, number>();
  #channel: BroadcastChannel | undefined;

  constructor(listener: RescueListener) {
    this.#listener = listener;
  }

  watch(worker: Worker): void {
    const { threadId: parent }: Threads = require("node:worker_threads");
    const { threadId } = worker;
    this.#listen();
    this.#parents.set(threadId, parent);
    tellAbove({ kind: "started", threadId, parent });
    worker.once("exit", () => this.#end(threadId));
  }

  takeAll(): void {
    this.#hearAll();
    for (const threadId of this.#parents.keys()) this.#take(threadId);
  }

  #listen(): void {
    if (this.#channel !== undefined) return;
    const threads: Threads = require("node:worker_threads");
    const channel = new threads.BroadcastChannel(CHANNEL);
    channel.addEventListener("message", (event) => this.#note(Reflect.get(event, "data")));
    channel.unref();
    this.#channel = channel;
  }

  #note(data: unknown): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else knows the channel
    const told = data as Announcement;
    if (told.kind === "started") {
      if (this.#parents.has(told.parent)) this.#parents.set(told.threadId, told.parent);
      return;
    }
    // Of those that other threads have started nothing is kept.
    if (!this.#parents.has(told.threadId)) return;
    const box = this.#boxes.get(told.threadId);
    if (told.kind === "box") {
      this.#boxes.set(told.threadId, { ...told, scopes: new Map(), chunks: new Map() });
    } else if (told.kind === "settled") this.#forget(told.threadId);
    else if (told.kind === "chunk") box?.chunks.set(told.number, told.memory);
    else if (told.kind === "chunk-removed") box?.chunks.delete(told.number);
    else box?.scopes.set(told.number, told.scope);
  }

  /** All that it has started has ended before it. */
  #end(threadId: number): void {
    // A thread may have ended before the event loop has come to its announcements.
    this.#hearAll();
    for (const [child, parent] of this.#parents) if (parent === threadId) this.#end(child);
    this.#take(threadId, () => tellAbove({ kind: "settled", threadId }));
    this.#forget(threadId);
  }

  /** Of those that it has started something may still be left. */
  #forget(threadId: number): void {
    const above = this.#parents.get(threadId);
    this.#boxes.delete(threadId);
    this.#parents.delete(threadId);
    if (above === undefined) return;
    for (const [child, parent] of this.#parents) {
      if (parent === threadId) this.#parents.set(child, above);
    }
  }

  #take(threadId: number, onSettled: () => void = () => {}): void {
    const box = this.#boxes.get(threadId);
    const found = box === undefined ? [] : [...box.chunks.values()].flatMap((c) => read(c, box));
    let open = found.length;
    if (open === 0) onSettled();
    for (const { taken, ...spans } of found) {
      const settled = (): void => {
        taken();
        open -= 1;
        if (open === 0) onSettled();
      };
      this.#listener.rescued({ ...spans, settled });
    }
    const missing = box === undefined ? 0 : Atomics.exchange(new Int32Array(box.missing), 0, 0);
    if (missing > 0) this.#listener.lost(missing);
  }

  #hearAll(): void {
    const threads: Threads = require("node:worker_threads");
    if (this.#channel === undefined) return;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it takes both, says its documentation
    const channel = this.#channel as unknown as MessagePort;
    for (;;) {
      const received: { message: unknown } | undefined = threads.receiveMessageOnPort(channel);
      if (received === undefined) return;
      this.#note(received.message);
    }
  }
}

/** Threads above this one take over what it could not finish. */
function tellAbove(announcement: Announcement): void {
  const { isMainThread }: Threads = require("node:worker_threads");
  if (!isMainThread) announce(announcement);
}

/** At most one piece: a chunk has as many bytes as a batch. */
function read(
  memory: SharedArrayBuffer,
  { scopes, resource, contentType }: Box,
): readonly (Omit<RescuedSpans, "settled"> & { readonly taken: () => void })[] {
  const { source, spans, taken } = readChunk(memory);
  const placed = spans.flatMap(({ scope: number, start, end }) => {
    const scope = scopes.get(number);
    return scope === undefined ? [] : [{ scope, start, end }];
  });
  return placed.length === 0 ? [] : [{ source, spans: placed, resource, contentType, taken }];
}
