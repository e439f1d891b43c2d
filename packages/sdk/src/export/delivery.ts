import { diag } from "@opentelemetry/api";
import type { Batch } from "./batch.ts";
import { type DeliveryReport, OutcomeBooks } from "./delivery-outcome.ts";
import { DeliveryQueue, type Entry } from "./delivery-queue.ts";
import { Waiters } from "./delivery-waiters.ts";
import { EndpointHealth } from "./delivery-health.ts";
import type { Ledger } from "./ledger.ts";
import type { Transport, TransportResult } from "./transport/transport.ts";
import { untraced } from "./transport/untraced.ts";

/** Sends the batches of one exporter: in parallel, again when it makes sense, and counts what becomes of them. */
export interface Delivery {
  /**
   * Takes a batch over, to be released by the delivery; never throws. Bounded by bytes over all batches that wait, are
   * tried again or are under way: when there is no room, the oldest that is not under way is dropped ("queue-full").
   */
  accept(batch: Batch): void;
  /** Settles when everything accepted before has been delivered, rejected or dropped, or after `timeoutMs`; never rejects. */
  flush(options: { readonly timeoutMs: number }): Promise<void>;
  /** As {@link flush}; what is left then is dropped ("shutdown"), as is what is accepted later. Idempotent, never rejects. */
  shutdown(options: { readonly timeoutMs: number }): Promise<void>;
  /** Bytes of the batches that are not settled. */
  readonly pendingBytes: number;
  /** Items of the batches that wait for their first or next attempt. */
  readonly queuedItems: number;
  /** Items of the batches that are under way. */
  readonly inFlightItems: number;
}

/** One attempt that has ended. */
export interface Attempt {
  readonly batch: Batch;
  readonly durationMs: number;
  readonly result: TransportResult;
}

/** What a delivery is made of. */
export interface DeliveryParts {
  readonly transport: Transport;
  readonly ledger: Ledger;
  readonly report: DeliveryReport;
  /** Bytes that may wait or be under way. @default 33554432 (32 MiB) */
  readonly maxPendingBytes?: number;
  /** Requests at a time. @default 4 */
  readonly parallel?: number;
  /** Hears of each attempt. @default nobody */
  readonly onAttempt?: (attempt: Attempt) => void;
  /** Milliseconds that never run backwards. @default performance.now */
  readonly now?: () => number;
  /** A number from 0 to 1 for the jitter. @default Math.random */
  readonly random?: () => number;
}

/**
 * Creates the delivery of one exporter. A batch is tried until it is delivered or refused for good; only the bytes that
 * may wait, and the end of the process, limit how long. While the endpoint is down one batch at a time probes it.
 */
export function createDelivery(parts: DeliveryParts): Delivery {
  return new QueueingDelivery(parts);
}

const DEFAULT_MAX_PENDING_BYTES = 32 * 1024 * 1024;
const DEFAULT_PARALLEL = 4;

/** Attempts in a row without a connection after which the end of the process waits no longer. */
const UNREACHABLE_AT_END = 2;

class QueueingDelivery implements Delivery {
  readonly #transport: Transport;
  readonly #books: OutcomeBooks;
  readonly #maxPendingBytes: number;
  readonly #parallel: number;
  readonly #onAttempt: (attempt: Attempt) => void;
  readonly #now: () => number;
  readonly #queue = new DeliveryQueue();
  readonly #inFlight = new Set<Entry>();
  readonly #waiters = new Waiters((upTo) => this.#isPending(upTo));
  readonly #health: EndpointHealth;
  readonly #abort = new AbortController();
  #lastSequence = 0;
  #wake: NodeJS.Timeout | undefined;
  #pumpsSoon = false;
  #state: "running" | "stopped" | "stopping" = "running";
  #stopped: Promise<void> | undefined;
  #deadline = Infinity;

  constructor({ transport, ledger, report, ...options }: DeliveryParts) {
    this.#transport = transport;
    this.#books = new OutcomeBooks({ transport, ledger, report });
    this.#maxPendingBytes = options.maxPendingBytes ?? DEFAULT_MAX_PENDING_BYTES;
    this.#parallel = options.parallel ?? DEFAULT_PARALLEL;
    this.#onAttempt = options.onAttempt ?? (() => {});
    this.#now = options.now ?? (() => performance.now());
    this.#health = new EndpointHealth(options.random ?? Math.random);
  }

  get pendingBytes(): number {
    let bytes = this.#queue.bytes;
    for (const { batch } of this.#inFlight) bytes += batch.bytes;
    return bytes;
  }

  get queuedItems(): number {
    return this.#queue.items;
  }

  get inFlightItems(): number {
    let items = 0;
    for (const { batch } of this.#inFlight) items += batch.items;
    return items;
  }

  accept(batch: Batch): void {
    if (this.#state === "stopped") return this.#books.dropped(batch, "shutdown");
    while (this.pendingBytes + batch.bytes > this.#maxPendingBytes) {
      const oldest = this.#queue.removeOldest();
      // Only what is under way fills the memory, or the batch alone is larger than all of it.
      if (oldest === undefined) return this.#books.dropped(batch, "queue-full");
      this.#books.dropped(oldest.batch, "queue-full");
    }
    this.#lastSequence += 1;
    const sequence = this.#lastSequence;
    this.#queue.add({ batch, sequence, failures: 0, notBefore: 0, heldUntil: 0 });
    this.#pumpSoon();
  }

  flush({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    this.#queue.hurry(this.#health.tryAgainSoon(this.#now()));
    this.#pump();
    return this.#waiters.wait(this.#lastSequence, timeoutMs);
  }

  shutdown({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    this.#stopped ??= this.#stop(timeoutMs);
    return this.#stopped;
  }

  async #stop(timeoutMs: number): Promise<void> {
    this.#state = "stopping";
    this.#deadline = this.#now() + timeoutMs;
    await this.flush({ timeoutMs });
    this.#state = "stopped";
    this.#giveUp();
    // What is under way counts as lost from here on, though a server may still have taken it.
    for (const { batch } of this.#inFlight) this.#books.abandoned(batch, "shutdown");
    this.#abort.abort();
    await this.#transport.close();
  }

  /** Not in the stack of the application, which is ending a span. */
  #pumpSoon(): void {
    if (this.#pumpsSoon) return;
    this.#pumpsSoon = true;
    setImmediate(() => {
      this.#pumpsSoon = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#state === "stopped") return;
    const now = this.#now();
    let free = this.#health.freeSlots(now, { used: this.#inFlight.size, parallel: this.#parallel });
    for (; free > 0; free--) {
      const entry = this.#queue.takeDue(now);
      if (entry === undefined) break;
      this.#inFlight.add(entry);
      untraced(() => {
        this.#attempt(entry).catch((error: unknown) => diag.error("a batch got lost", error));
      });
    }
    this.#wakeLater(now);
  }

  /** When all slots are taken, the end of an attempt pumps again; otherwise time does. */
  #wakeLater(now: number): void {
    clearTimeout(this.#wake);
    const due = Math.max(this.#queue.nextDue(), this.#health.resumeAt);
    if (!Number.isFinite(due) || due <= now) return;
    // The server wants a longer pause than the process has left.
    if (due > this.#deadline && this.#inFlight.size === 0) return this.#giveUp();
    this.#wake = setTimeout(() => this.#pump(), Math.ceil(due - now));
    // An outage alone keeps no process alive; whoever waits in flush() or shutdown() has a timer that does.
    this.#wake.unref();
  }

  async #attempt(entry: Entry): Promise<void> {
    const { batch } = entry;
    const startedAt = this.#now();
    const result = await this.#send(batch);
    this.#inFlight.delete(entry);
    this.#onAttempt({ batch, durationMs: this.#now() - startedAt, result });
    // After the end the ledger has it under "shutdown" already.
    if (this.#state === "stopped") batch.release();
    else if (result.kind === "retry") this.#retryLater(entry, result, startedAt);
    else this.#conclude(entry, result);
    this.#pump();
    this.#waiters.check();
  }

  async #send(batch: Batch): Promise<TransportResult> {
    try {
      return await this.#transport.send(batch, this.#abort.signal);
    } catch (cause) {
      // A transport does not reject; if one does, the batch must still be counted.
      return { kind: "failed", error: new Error("the transport failed", { cause }) };
    }
  }

  #retryLater(entry: Entry, result: TransportResult & { kind: "retry" }, startedAt: number): void {
    const now = this.#now();
    const { afterMs } = result;
    this.#books.delayed(entry.batch, result.error);
    this.#health.failed({ now, startedAt, afterMs });
    entry.failures += 1;
    entry.notBefore = this.#health.pauseFor(entry.failures, { now, afterMs });
    if (afterMs !== undefined) entry.heldUntil = entry.notBefore;
    this.#queue.putBack(entry);
    const hopeless = result.unreachable && this.#health.failures >= UNREACHABLE_AT_END;
    if (this.#state === "stopping" && hopeless) this.#giveUp();
  }

  #conclude(entry: Entry, result: Exclude<TransportResult, { kind: "retry" }>): void {
    this.#queue.victimsRecover(this.#health.answered(), this.#now());
    if (result.kind === "delivered") this.#books.delivered(entry.batch, result);
    else if (result.kind === "failed") this.#books.failed(entry.batch, result.error);
    else this.#divide(entry);
  }

  #divide(entry: Entry): void {
    for (const batch of this.#books.divided(entry.batch)) {
      this.#queue.putBack({ ...entry, batch, failures: 0, notBefore: 0, heldUntil: 0 });
    }
  }

  #giveUp(): void {
    clearTimeout(this.#wake);
    for (let entry = this.#queue.removeOldest(); entry; entry = this.#queue.removeOldest()) {
      this.#books.dropped(entry.batch, "shutdown");
    }
    this.#waiters.check();
  }

  #isPending(upTo: number): boolean {
    if (this.#queue.oldestSequence <= upTo) return true;
    for (const { sequence } of this.#inFlight) if (sequence <= upTo) return true;
    return false;
  }
}
