import type { Signal } from "../env/otlp-variables.ts";

/** Why an item was given up on our side. */
export type DropCause = (typeof dropCauses)[number];

const dropCauses = [
  /** The bytes that may wait were used up. */
  "queue-full",
  /** It could not be written as OTLP. */
  "encoding",
  /** The endpoint refused it for good, or answered with what is no OTLP. */
  "export-failed",
  /** The process ended first. */
  "shutdown",
  /** The endpoint takes no request of that size, and the request could not be divided. */
  "too-large",
  /** The oldest on disk, given up for want of room there. */
  "spool-full",
  /** It was on disk, and cannot be read any more. */
  "spool-damaged",
] as const;

/** Items given up, by cause. */
export type DropFigures = Readonly<Record<DropCause, number>>;

/** What became of items (spans, metric points, log records). */
interface Figures {
  readonly delivered: number;
  /** Refused by the endpoint in an otherwise accepted request ("Partial Success"). */
  readonly rejected: number;
  readonly dropped: DropFigures;
  /** On disk: to be sent by this process or, when it has ended, by another. */
  readonly spooled: number;
  /** None of the others yet. */
  readonly pending: number;
  /** Delivered or pending, but with an attribute left out, cut or mended. */
  readonly repaired: number;
}

/** What became of the items of one signal so far. */
export interface SignalFigures extends Figures {
  readonly made: number;
  /** Those that an earlier process made and left on disk: they are in none of the other figures. */
  readonly inherited: InheritedFigures;
}

/** For each signal: found = delivered + rejected + dropped (all causes) + spooled + pending. */
interface InheritedFigures extends Omit<Figures, "repaired"> {
  readonly found: number;
}

/** For each signal: made = delivered + rejected + dropped (all causes) + spooled + pending. */
export type LedgerFigures = Readonly<Record<Signal, SignalFigures>>;

/** Items that will never arrive, as {@link LedgerOptions.onLoss} hears of them. */
export interface Loss {
  readonly signal: Signal;
  readonly items: number;
  readonly cause: DropCause | "rejected";
  /** The server's words, or nothing. */
  readonly reason: string;
  /** The endpoint that they were meant for, if it matters. */
  readonly url?: string;
}

/** The one place that counts what becomes of every span, metric point and log record. */
export interface Ledger {
  /** Items have been finished by the application. On the hot path: one addition. @default items 1 */
  made(signal: Signal, items?: number): void;
  /** A measurement has been taken, of which points will be made. On the hot path too. */
  measured(): void;
  /** The endpoint has taken them. */
  delivered(signal: Signal, items: number): void;
  /** The endpoint has refused them; `reason` is in its words. */
  rejected(signal: Signal, items: number, reason: string, url?: string): void;
  /** We have given them up, maybe because of the endpoint at `url`. */
  dropped(signal: Signal, items: number, cause: DropCause, url?: string): void;
  /** They are on disk. */
  spooled(signal: Signal, items: number): void;
  /** They are not on disk any more; something else follows. */
  unspooled(signal: Signal, items: number): void;
  /** They go on, but not as they were made; `what` is for debugging, e.g. "attribute cut". */
  repaired(signal: Signal, items: number, what: string): void;
  /** Made, and neither delivered nor lost nor on disk yet. */
  pending(signal: Signal): number;
  /** The books of what an earlier process made; there "made" is what was found. */
  readonly inherited: Omit<Ledger, "hasMeasurements" | "inherited" | "measured" | "snapshot">;
  /** Whether something has been measured of which no point has been made yet. */
  readonly hasMeasurements: boolean;
  /** The figures of now. */
  snapshot(): LedgerFigures;
}

/** Options of {@link createLedger}. */
export interface LedgerOptions {
  /** Hears of every loss at once. @default nobody */
  readonly onLoss?: (loss: Loss) => void;
  /** Hears of everything made or measured, before it is counted. On the hot path. @default nobody */
  readonly onStir?: () => void;
}

/** Creates an empty ledger. */
export function createLedger({ onLoss = ignore, onStir = ignore }: LedgerOptions = {}): Ledger {
  const inherited = new CountingLedger({ onLoss, onStir: ignore });
  return new CountingLedger({ onLoss, onStir }, inherited);
}

function ignore(): void {}

interface Account {
  made: number;
  delivered: number;
  rejected: number;
  repaired: number;
  spooled: number;
  readonly dropped: Record<DropCause, number>;
}

class CountingLedger implements Ledger {
  readonly #accounts: Readonly<Record<Signal, Account>> = {
    traces: createAccount(),
    metrics: createAccount(),
    logs: createAccount(),
  };
  readonly #onLoss: (loss: Loss) => void;
  readonly #onStir: () => void;
  readonly inherited: CountingLedger;
  hasMeasurements = false;

  constructor({ onLoss, onStir }: Required<LedgerOptions>, inherited?: CountingLedger) {
    this.#onLoss = onLoss;
    this.#onStir = onStir;
    this.inherited = inherited ?? this;
  }

  made(signal: Signal, items: number = 1): void {
    this.#onStir();
    this.#accounts[signal].made += items;
    if (signal === "metrics") this.hasMeasurements = false;
  }

  measured(): void {
    this.#onStir();
    this.hasMeasurements = true;
  }

  delivered(signal: Signal, items: number): void {
    this.#accounts[signal].delivered += items;
  }

  rejected(signal: Signal, items: number, reason: string, url?: string): void {
    if (items === 0) return;
    this.#accounts[signal].rejected += items;
    this.#onLoss({ signal, items, cause: "rejected", reason, ...at(url) });
  }

  dropped(signal: Signal, items: number, cause: DropCause, url?: string): void {
    if (items === 0) return;
    this.#accounts[signal].dropped[cause] += items;
    this.#onLoss({ signal, items, cause, reason: "", ...at(url) });
  }

  spooled(signal: Signal, items: number): void {
    this.#accounts[signal].spooled += items;
  }

  unspooled(signal: Signal, items: number): void {
    this.#accounts[signal].spooled -= items;
  }

  repaired(signal: Signal, items: number, _what: string): void {
    this.#accounts[signal].repaired += items;
  }

  pending(signal: Signal): number {
    return pendingOf(this.#accounts[signal]);
  }

  snapshot(): LedgerFigures {
    return {
      traces: this.#figuresOf("traces"),
      metrics: this.#figuresOf("metrics"),
      logs: this.#figuresOf("logs"),
    };
  }

  #figuresOf(signal: Signal): SignalFigures {
    const account = this.#accounts[signal];
    const { made: found, repaired: _, ...inherited } = figuresOf(this.inherited.#accounts[signal]);
    return { ...figuresOf(account), inherited: { found, ...inherited } };
  }
}

function at(url: string | undefined): { url?: string } {
  return url === undefined ? {} : { url };
}

function createAccount(): Account {
  return { made: 0, delivered: 0, rejected: 0, repaired: 0, spooled: 0, dropped: noDrops() };
}

/** Nothing given up yet. */
export function noDrops(): Record<DropCause, number> {
  return {
    "queue-full": 0,
    encoding: 0,
    "export-failed": 0,
    shutdown: 0,
    "too-large": 0,
    "spool-full": 0,
    "spool-damaged": 0,
  };
}

function figuresOf(account: Account): Omit<SignalFigures, "inherited"> {
  return { ...account, pending: pendingOf(account), dropped: { ...account.dropped } };
}

function pendingOf({ made, delivered, rejected, spooled, dropped }: Account): number {
  let pending = made - delivered - rejected - spooled;
  for (const cause of dropCauses) pending -= dropped[cause];
  return pending;
}
