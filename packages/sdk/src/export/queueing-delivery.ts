import { diag } from "@opentelemetry/api";
import type { Batch } from "./batch.ts";
import { OutcomeBooks } from "./delivery-outcome.ts";
import { createEntry, DeliveryQueue, type Entry } from "./delivery-queue.ts";
import { Waiters } from "./delivery-waiters.ts";
import { EndpointHealth } from "./delivery-health.ts";
import { InFlight } from "./delivery-in-flight.ts";
import type { DeliveryParts } from "./delivery-parts.ts";
import type { EndingDelivery, Rest } from "./delivery.ts";
import type { DropFigures } from "./ledger.ts";
import type { Transport, TransportResult } from "./transport/transport.ts";
import { untraced } from "./transport/untraced.ts";

const DEFAULT_MAX_PENDING_BYTES = 32 * 1024 * 1024;
const DEFAULT_PARALLEL = 4;

/** Attempts in a row without a connection after which the end of the process waits no longer. */
const UNREACHABLE_AT_END = 2;

/** The delivery behind `createDelivery()`. */
export class QueueingDelivery implements EndingDelivery {
  readonly #transport: Transport;
  readonly #books: OutcomeBooks;
  readonly #maxPendingBytes: number;
  readonly #parallel: number;
  readonly #now: () => number;
  readonly #queue = new DeliveryQueue();
  readonly #inFlight = new InFlight();
  readonly #waiters = new Waiters((upTo) => this.#isPending(upTo));
  readonly #health: EndpointHealth;
  #lastSequence = 0;
  #triedItems = 0;
  #wake: NodeJS.Timeout | undefined;
  #pumpsSoon = false;
  #state: "running" | "stopped" | "stopping" = "running";
  #stopped: Promise<void> | undefined;
  #deadline = Infinity;

  constructor({ transport, ledger, report, ...options }: DeliveryParts) {
    this.#transport = transport;
    this.#maxPendingBytes = options.maxPendingBytes ?? DEFAULT_MAX_PENDING_BYTES;
    this.#parallel = options.parallel ?? DEFAULT_PARALLEL;
    const now = options.now ?? (() => performance.now());
    const onConcluded = options.onConcluded ?? (() => {});
    this.#now = now;
    this.#books = new OutcomeBooks({ transport, ledger, report, onConcluded, now });
    this.#health = new EndpointHealth(options.random ?? Math.random);
  }

  get pendingBytes(): number {
    return this.#queue.bytes + this.#inFlight.bytes;
  }

  get triedItems(): number {
    return this.#triedItems;
  }

  get triedAndDropped(): DropFigures {
    return this.#books.triedAndDropped;
  }

  get exportingItems(): number {
    return this.#queue.triedItems + this.#inFlight.items;
  }

  accept(batch: Batch): void {
    this.#lastSequence += 1;
    const entry = createEntry(batch, this.#lastSequence);
    if (this.#state === "stopped") return this.#books.dropped(entry, "shutdown");
    const room = this.#maxPendingBytes - this.#inFlight.bytes - batch.bytes;
    // Nothing that waits is given up for what does not fit even then.
    if (room < 0) return this.#books.dropped(entry, "queue-full");
    while (this.#queue.bytes > room) {
      const oldest = this.#queue.removeOldest();
      if (oldest !== undefined) this.#books.dropped(oldest, "queue-full");
    }
    this.#queue.add(entry);
    this.#pumpSoon();
  }

  flush({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    this.#queue.hurry(this.#health.tryAgainSoon(this.#now()));
    this.#pump();
    return this.#waiters.wait(this.#lastSequence, timeoutMs);
  }

  async finish({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    if (this.#state !== "running") return await this.shutdown({ timeoutMs });
    this.#deadline = this.#now() + timeoutMs;
    await this.flush({ timeoutMs });
    if (this.#state === "running") this.#deadline = Infinity;
  }

  takeRest(): Rest {
    const underWay = this.#inFlight.takeAll();
    const waiting = this.#queue.removeAll();
    this.#waiters.check();
    const entries = [...underWay, ...waiting].toSorted((a, b) => a.sequence - b.sequence);
    return {
      batches: entries.map(({ batch }) => batch),
      release: () => {
        for (const { batch } of waiting) batch.release();
      },
    };
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
    for (const entry of this.#inFlight.takeAll()) this.#books.abandoned(entry, "shutdown");
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
    if (due > this.#deadline && this.#inFlight.size === 0) return this.#expectNothing();
    this.#wake = setTimeout(() => this.#pump(), Math.ceil(due - now));
    // An outage alone keeps no process alive; whoever waits in flush() or shutdown() has a timer that does.
    this.#wake.unref();
  }

  async #attempt(entry: Entry): Promise<void> {
    const { batch } = entry;
    const startedAt = this.#now();
    if (entry.firstAttemptAt === undefined) this.#triedItems += batch.items;
    entry.firstAttemptAt ??= startedAt;
    const result = await this.#send(batch);
    // Somebody else has counted what was taken away.
    if (!this.#inFlight.delete(entry)) batch.release();
    else if (result.kind === "retry") this.#retryLater(entry, result, startedAt);
    else this.#conclude(entry, result);
    this.#pump();
    this.#waiters.check();
  }

  async #send(batch: Batch): Promise<TransportResult> {
    try {
      return await this.#transport.send(batch, this.#inFlight.signal);
    } catch (cause) {
      // A transport does not reject; if one does, the batch must still be counted.
      return { kind: "failed", error: new Error("the transport failed", { cause }) };
    }
  }

  #retryLater(entry: Entry, result: TransportResult & { kind: "retry" }, startedAt: number): void {
    const now = this.#now();
    const { afterMs } = result;
    this.#books.delayed(entry, result.error);
    this.#health.failed({ now, startedAt, afterMs });
    entry.failures += 1;
    entry.notBefore = this.#health.pauseFor(entry.failures, { now, afterMs });
    if (afterMs !== undefined) entry.heldUntil = entry.notBefore;
    this.#queue.putBack(entry);
    const hopeless = result.unreachable && this.#health.failures >= UNREACHABLE_AT_END;
    if (this.#deadline !== Infinity && hopeless) this.#expectNothing();
  }

  #conclude(entry: Entry, result: Exclude<TransportResult, { kind: "retry" }>): void {
    this.#queue.victimsRecover(this.#health.answered(), this.#now());
    if (result.kind === "delivered") this.#books.delivered(entry, result);
    else if (result.kind === "failed") this.#books.failed(entry, result.error);
    else this.#divide(entry, result.error);
  }

  #divide(entry: Entry, error: Error): void {
    for (const batch of this.#books.divided(entry, error)) {
      const { sequence, firstAttemptAt } = entry;
      this.#queue.putBack({ ...createEntry(batch, sequence), firstAttemptAt });
    }
  }

  /** Nobody shall wait for the endpoint any longer. */
  #expectNothing(): void {
    if (this.#state === "running") this.#waiters.finish();
    else this.#giveUp();
  }

  #giveUp(): void {
    clearTimeout(this.#wake);
    for (const entry of this.#queue.removeAll()) this.#books.dropped(entry, "shutdown");
    this.#waiters.check();
  }

  #isPending(upTo: number): boolean {
    return this.#queue.oldestSequence <= upTo || this.#inFlight.isPending(upTo);
  }
}
