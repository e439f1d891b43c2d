import { createRequire } from "node:module";
import type { BroadcastChannel, MessagePort, Worker } from "node:worker_threads";
import type { EncodedSpans } from "../../export/batch/sealed-batch.ts";
import type { Scope } from "../../trace/scope.ts";
import type { Announcement } from "./announce.ts";
import { CHANNEL } from "./channel.ts";
import { readSpanBox } from "./span-box.ts";

const require = createRequire(import.meta.url);

/** Spans that their own thread can send no more. */
export interface RescuedSpans extends EncodedSpans {
  readonly resource: Uint8Array;
  readonly contentType: string;
}

/** The boxes of the threads that this one has started. */
export interface Rescue {
  /** Takes what the threads that still run have in their boxes: this thread ends, and they with it. */
  takeAll(): void;
}

/** Hands the spans of each thread that ends without having sent them to `accept`. */
export function rescueSpans(accept: (spans: RescuedSpans) => void): Rescue {
  const rescue = new BoxRescue(accept);
  process.on("worker", (worker) => rescue.watch(worker));
  return rescue;
}

interface Box {
  readonly memory: SharedArrayBuffer;
  readonly resource: Uint8Array;
  readonly contentType: string;
  readonly scopes: Map<number, Scope>;
}

class BoxRescue implements Rescue {
  readonly #accept: (spans: RescuedSpans) => void;
  readonly #boxes = new Map<number, Box>();
  readonly #running = new Set<number>();
  #channel: BroadcastChannel | undefined;

  constructor(accept: (spans: RescuedSpans) => void) {
    this.#accept = accept;
  }

  watch(worker: Worker): void {
    const { threadId } = worker;
    this.#listen();
    this.#running.add(threadId);
    worker.once("exit", () => {
      this.#running.delete(threadId);
      this.#take(threadId);
      this.#boxes.delete(threadId);
    });
  }

  takeAll(): void {
    for (const threadId of this.#running) this.#take(threadId);
  }

  #listen(): void {
    if (this.#channel !== undefined) return;
    const threads: typeof import("node:worker_threads") = require("node:worker_threads");
    const channel = new threads.BroadcastChannel(CHANNEL);
    channel.addEventListener("message", (event) => this.#note(Reflect.get(event, "data")));
    channel.unref();
    this.#channel = channel;
  }

  #note(data: unknown): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else knows the channel
    const announcement = data as Announcement;
    const { threadId } = announcement;
    if (announcement.kind === "scope")
      this.#boxes.get(threadId)?.scopes.set(announcement.number, announcement.scope);
    else this.#boxes.set(threadId, { ...announcement, scopes: new Map() });
  }

  #take(threadId: number): void {
    this.#hearAll();
    const box = this.#boxes.get(threadId);
    if (box === undefined) return;
    const { source, spans } = readSpanBox(box.memory);
    const placed = spans.flatMap(({ scope: number, start, end }) => {
      const scope = box.scopes.get(number);
      return scope === undefined ? [] : [{ scope, start, end }];
    });
    const { resource, contentType } = box;
    if (placed.length > 0) this.#accept({ source, spans: placed, resource, contentType });
  }

  /** A thread may have ended before the event loop has come to its announcements. */
  #hearAll(): void {
    const threads: typeof import("node:worker_threads") = require("node:worker_threads");
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
