import { AsyncLocalStorage } from "node:async_hooks";
import { withoutCredentials } from "./config/url.ts";
import type { Signal } from "./env/otlp-variables.ts";
import { printable } from "./export/explain-failure.ts";
import type { Loss } from "./export/ledger.ts";

/** What each signal's items are called. */
const units: Readonly<Record<Signal, string>> = {
  traces: "spans",
  metrics: "metric points",
  logs: "log records",
};

/** What becomes of the lines. */
export interface LossLinesParts {
  readonly now: () => number;
  /** Lines about the same cause, endpoint and signal are at least so far apart. */
  readonly quietMs: number;
  readonly tell: (line: string) => void;
}

/** Losses come in bursts, of which the first line is to say how large they are. */
const HOLD_MS = 1000;

/** Counts the losses by cause, endpoint and signal, and tells of them. */
export class LossLines {
  readonly #parts: LossLinesParts;
  readonly #figures = new Map<string, Figures>();
  /** A timer outside of the request that happens to lose something, which it would keep in memory. */
  readonly #detached = AsyncLocalStorage.snapshot();
  /** What the last lines have told of. */
  #known: Record<Signal, number> = noItems();

  constructor(parts: LossLinesParts) {
    this.#parts = parts;
  }

  /** Counts the loss. It is told a second later, or when the line before is `quietMs` old, with all that came together. */
  add(loss: Loss): void {
    const figures = this.#figuresOf(loss);
    figures.all += loss.items;
    if (!hasLines(loss)) return;
    figures.untold += loss.items;
    if (loss.reason !== "") figures.reason = loss.reason;
    if (figures.timer !== undefined) return;
    const { now, quietMs } = this.#parts;
    const delay = Math.max(HOLD_MS, figures.toldAt + quietMs - now());
    figures.timer = this.#detached(() => setTimeout(() => this.#tell(figures), delay).unref());
  }

  /** At the end of the process: tells what waits for the rest of its burst. Of what has been told before the total will do. */
  tellHeld(): void {
    const { now, quietMs } = this.#parts;
    for (const figures of this.#figures.values()) {
      if (figures.timer === undefined) continue;
      clearTimeout(figures.timer);
      if (now() - figures.toldAt >= quietMs) this.#tell(figures);
      figures.timer = undefined;
    }
  }

  /**
   * Everything that was lost, with causes; `undefined` when that is no more than what is known from other lines, of which
   * `known` are new.
   */
  total(known: Readonly<Record<Signal, number>>): string | undefined {
    addItems(this.#known, known);
    const parts: string[] = [];
    const total = noItems();
    let isNews = false;
    for (const signal of signals) {
      const causes = new Map<Loss["cause"], number>();
      for (const { all, loss } of this.#figures.values()) {
        if (loss.signal === signal) causes.set(loss.cause, (causes.get(loss.cause) ?? 0) + all);
      }
      const lost = [...causes.values()].reduce((sum, items) => sum + items, 0);
      if (lost === 0) continue;
      isNews ||= lost > this.#known[signal];
      total[signal] = lost;
      const list = [...causes].map(([cause, items]) => `${cause} ${items}`).join(", ");
      parts.push(`${countItems(lost, signal)} (${list})`);
    }
    if (!isNews) return undefined;
    this.#known = total;
    return `lost in all: ${parts.join(", ")}.`;
  }

  #tell(figures: Figures): void {
    const { loss, untold, reason } = figures;
    figures.timer = undefined;
    figures.toldAt = this.#parts.now();
    figures.untold = 0;
    figures.reason = "";
    const words = explanations[loss.cause];
    if (words === undefined) return;
    const where = loss.url === undefined ? "" : ` for ${withoutCredentials(loss.url)}`;
    const said = reason === "" ? "" : `: ${printable(reason)}`;
    const lost = countItems(untold, loss.signal);
    this.#parts.tell(`lost ${lost}${where} (${loss.cause}): ${words.why}${said}. ${words.remedy}.`);
  }

  #figuresOf(loss: Loss): Figures {
    const { signal, cause, url = "" } = loss;
    const key = `${cause} ${signal} ${url}`;
    const known = this.#figures.get(key);
    if (known !== undefined) return known;
    const figures = { loss, toldAt: -Infinity, untold: 0, all: 0, reason: "", timer: undefined };
    this.#figures.set(key, figures);
    return figures;
  }
}

/** Failed exports and the end of the process have lines of their own. */
function hasLines({ cause, url }: Loss): boolean {
  // What an endpoint refuses for its size is told as a failed export, with its answer.
  return explanations[cause] !== undefined && !(cause === "too-large" && url !== undefined);
}

interface Figures {
  /** The first of them, for what they have in common. */
  readonly loss: Pick<Loss, "cause" | "signal" | "url">;
  all: number;
  untold: number;
  /** The last that a server has given for those. */
  reason: string;
  toldAt: number;
  timer: NodeJS.Timeout | undefined;
}

const signals = ["traces", "metrics", "logs"] as const;

/** Items by signal as text, "nothing" when there are none. */
export function listItems(items: Readonly<Record<Signal, number>>): string {
  const parts = signals
    .filter((signal) => items[signal] > 0)
    .map((signal) => countItems(items[signal], signal));
  return parts.join(", ") || "nothing";
}

/** `1 span`, `2 spans`. */
function countItems(count: number, signal: Signal): string {
  return `${count} ${count === 1 ? units[signal].slice(0, -1) : units[signal]}`;
}

/** All of them, whatever the signal. */
export function countAll({ traces, metrics, logs }: Readonly<Record<Signal, number>>): number {
  return traces + metrics + logs;
}

/** Adds `more` to `sum`. */
export function addItems(
  sum: Record<Signal, number>,
  more: Readonly<Record<Signal, number>>,
): void {
  for (const signal of signals) sum[signal] += more[signal];
}

/** No items of any signal. */
export function noItems(): Record<Signal, number> {
  return { traces: 0, metrics: 0, logs: 0 };
}

const explanations: Readonly<
  Partial<Record<Loss["cause"], { readonly why: string; readonly remedy: string }>>
> = {
  "queue-full": {
    why: "more waits to be sent than the memory set aside for it holds",
    remedy: "The Collector is down or too slow, or the sampling too generous",
  },
  "spool-full": {
    why: "more waits to be sent than AGENT_OTEL_SPOOL_MAX_BYTES allows on disk",
    remedy: "The Collector is down or too slow, or the sampling too generous",
  },
  "spool-damaged": {
    why: "it was on disk, and cannot be read any more",
    remedy: "Look after the disk, and after whoever else writes to the spool",
  },
  encoding: {
    why: "it cannot be written as OTLP",
    remedy: "OTEL_LOG_LEVEL=debug shows the error",
  },
  "too-large": {
    why: "no request may be that long, even with the largest values cut",
    remedy: "Record less content",
  },
  rejected: {
    why: "the endpoint refused a part of the request",
    remedy: "Look into the Collector's log",
  },
};
