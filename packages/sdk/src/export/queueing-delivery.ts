import { diag } from "@opentelemetry/api";
import type { Batch } from "./batch.ts";
import { OutcomeBooks } from "./delivery-outcome.ts";
import { createEntry, type Entry } from "./delivery-queue.ts";
import { DeliveryStock } from "./delivery-stock.ts";
import { Waiters } from "./delivery-waiters.ts";
import { EndpointHealth } from "./delivery-health.ts";
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
  readonly #parallel: number;
  readonly #now: () => number;
  readonly #waiters = new Waiters();
  readonly #health: EndpointHealth;
  readonly #stock: DeliveryStock;
  #lastSequence = 0;
  #triedItems = 0;
  #wake: NodeJS.Timeout | undefined;
  #pumpsSoon = false;
  #state: "running" | "stopped" | "stopping" = "running";
  #stopped: Promise<void> | undefined;
  #deadline = Infinity;
  /** Longest time that the end of the process, which may ask more than once, takes for what is safe on disk. */
  #replayAtEndMs = 250;

  constructor({ transport, ledger, report, ...options }: DeliveryParts) {
    this.#transport = transport;
    this.#parallel = options.parallel ?? DEFAULT_PARALLEL;
    const { now = () => performance.now(), onConcluded = () => {} } = options;
    this.#now = now;
    this.#books = new OutcomeBooks({ transport, ledger, report, onConcluded, now });
    this.#health = new EndpointHealth(options.random ?? Math.random);
    this.#stock = new DeliveryStock({
      maxPendingBytes: options.maxPendingBytes ?? DEFAULT_MAX_PENDING_BYTES,
      openShelf: options.openShelf,
      books: this.#books,
      now,
      isFailing: () => this.#health.failures > 0 || this.#health.resumeAt > now(),
      onChange: () => {
        this.#pump();
        this.#waiters.check();
      },
    });
  }

  get pendingBytes(): number {
    return this.#stock.bytes;
  }

  get triedItems(): number {
    return this.#triedItems;
  }

  get triedAndDropped(): DropFigures {
    return this.#books.triedAndDropped;
  }

  get exportingItems(): number {
    return this.#stock.triedItems;
  }

  accept(batch: Batch): void {
    const entry = createEntry(batch, { sequence: ++this.#lastSequence, since: this.#now() });
    if (this.#state === "stopped") return this.#books.dropped(entry, "shutdown");
    this.#stock.add(entry);
    this.#pumpSoon();
  }

  flush({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    const upTo = this.#lastSequence;
    this.#hurry();
    return this.#waiters.wait(() => this.#stock.isPending(upTo), timeoutMs);
  }

  async finish({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    if (this.#state !== "running") return await this.shutdown({ timeoutMs });
    await this.#settleInTime(timeoutMs);
    if (this.#state !== "running") return;
    this.#deadline = Infinity;
    // Nobody waits for these any longer, and a connection attempt would hold the process.
    this.#stock.interrupt();
  }

  takeRest(): Rest {
    const rest = this.#stock.takeRest();
    this.#waiters.check();
    return rest;
  }

  shutdown({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    this.#stopped ??= this.#stop(timeoutMs);
    return this.#stopped;
  }

  async #stop(timeoutMs: number): Promise<void> {
    this.#state = "stopping";
    await this.#settleInTime(timeoutMs);
    this.#state = "stopped";
    this.#giveUp();
    this.#stock.giveUpUnderWay();
    await this.#transport.close();
  }

  /** What is on disk already is the next process's, if it is not sent soon. */
  async #settleInTime(timeoutMs: number): Promise<void> {
    this.#deadline = this.#now() + timeoutMs;
    const upTo = this.#lastSequence;
    this.#hurry();
    await this.#waiters.wait(() => this.#stock.isUnsafe(upTo), timeoutMs);
    const left = Math.min(this.#replayAtEndMs, this.#deadline - this.#now());
    this.#replayAtEndMs = 0;
    const isReplaying = (): boolean => this.#health.failures === 0 && !this.#stock.isEmpty;
    if (left > 0) await this.#waiters.wait(isReplaying, left);
  }

  #hurry(): void {
    const at = this.#health.tryAgainSoon(this.#now());
    this.#stock.hurry(at);
    this.#pump();
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
    const used = this.#stock.underWay;
    let free = this.#health.freeSlots(now, { used, parallel: this.#parallel });
    for (; free > 0; free--) {
      const entry = this.#stock.begin(now, { isEnding: this.#deadline !== Infinity });
      if (entry === undefined) break;
      untraced(() => {
        this.#attempt(entry).catch((error: unknown) => diag.error("a batch got lost", error));
      });
    }
    this.#stock.storeWaiting();
    this.#wakeLater(now);
  }

  /** When all slots are taken, the end of an attempt pumps again; otherwise time does. */
  #wakeLater(now: number): void {
    clearTimeout(this.#wake);
    const due = Math.max(this.#stock.nextDue(now), this.#health.resumeAt);
    if (!Number.isFinite(due) || due <= now) return;
    // The server wants a longer pause than the process has left.
    if (due > this.#deadline && this.#stock.underWay === 0) return this.#expectNothing();
    this.#wake = setTimeout(() => this.#pump(), Math.ceil(due - now));
    // An outage alone keeps no process alive; whoever waits in flush() or shutdown() has a timer that does.
    this.#wake.unref();
  }

  async #attempt(entry: Entry): Promise<void> {
    const batch = entry.stored === undefined ? entry.batch : await this.#stock.load(entry);
    const startedAt = this.#now();
    if (entry.firstAttemptAt === undefined && !entry.inherited)
      this.#triedItems += entry.batch.items;
    entry.firstAttemptAt ??= startedAt;
    const result = batch === undefined ? undefined : await this.#send(batch);
    // Somebody else has counted what was taken away.
    if (!this.#stock.end(entry)) batch?.release();
    else if (result === undefined) this.#stock.lose(entry);
    else if (result.kind === "retry") this.#retryLater(entry, result, startedAt);
    else this.#conclude(entry, result);
    this.#pump();
    this.#waiters.check();
  }

  async #send(batch: Batch): Promise<TransportResult> {
    try {
      return await this.#transport.send(batch, this.#stock.signal);
    } catch (cause) {
      // A transport does not reject; if one does, the batch must still be counted.
      return { kind: "failed", error: new Error("the transport failed", { cause }) };
    }
  }

  #retryLater(entry: Entry, result: TransportResult & { kind: "retry" }, startedAt: number): void {
    const now = this.#now();
    const { afterMs, error } = result;
    this.#books.delayed(entry, error);
    this.#health.failed({ now, startedAt, afterMs });
    entry.failures += 1;
    entry.notBefore = this.#health.pauseFor(entry.failures, { now, afterMs });
    if (afterMs !== undefined) entry.heldUntil = entry.notBefore;
    this.#stock.putBack(entry);
    const hopeless = result.unreachable && this.#health.failures >= UNREACHABLE_AT_END;
    if (this.#deadline !== Infinity && hopeless) this.#expectNothing();
  }

  #conclude(entry: Entry, result: Exclude<TransportResult, { kind: "retry" }>): void {
    this.#stock.settle(entry);
    const streak = this.#health.answered();
    this.#stock.victimsRecover(streak, this.#now());
    if (result.kind === "delivered") this.#books.delivered(entry, result);
    else if (result.kind === "failed") this.#books.failed(entry, result.error);
    else this.#divide(entry, result.error);
  }

  #divide(entry: Entry, error: Error): void {
    const { sequence, firstAttemptAt, inherited, since } = entry;
    for (const batch of this.#books.divided(entry, error)) {
      this.#stock.putBack(createEntry(batch, { sequence, firstAttemptAt, inherited, since }));
    }
  }

  /** Nobody shall wait for the endpoint any longer. */
  #expectNothing(): void {
    if (this.#state === "running") this.#waiters.finish();
    else this.#giveUp();
  }

  #giveUp(): void {
    clearTimeout(this.#wake);
    this.#stock.giveUpWaiting();
    this.#waiters.check();
  }
}
