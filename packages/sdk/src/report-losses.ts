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

/** Counts the losses by cause and finds the words for them. */
export class LossLines {
  readonly #now: () => number;
  readonly #quietMs: number;
  readonly #byCause = new Map<Loss["cause"], CauseFigures>();

  /** Each cause has at most one line in `quietMs`. */
  constructor({ now, quietMs }: { now: () => number; quietMs: number }) {
    this.#now = now;
    this.#quietMs = quietMs;
  }

  /** Counts the loss. Gives a line when its cause has had none for a while, with what was lost since the last. */
  add({ signal, items, cause, reason, url }: Loss): string | undefined {
    const figures = this.#figuresOf(cause);
    figures.all[signal] += items;
    figures.untold[signal] += items;
    const words = explanations[cause];
    const now = this.#now();
    // What an endpoint refuses for its size is told as a failed export, with its answer.
    if (cause === "too-large" && url !== undefined) return undefined;
    if (words === undefined || now - figures.toldAt < this.#quietMs) return undefined;
    figures.toldAt = now;
    const lost = listItems(figures.untold);
    figures.untold = noItems();
    const where = url === undefined ? "" : ` for ${withoutCredentials(url)}`;
    const said = reason === "" ? "" : `: ${printable(reason)}`;
    return `lost ${lost}${where} (${cause}): ${words.why}${said}. ${words.remedy}.`;
  }

  /** Everything that was lost, with causes; `undefined` when that is no more than what is known from other lines. */
  total(known: Readonly<Record<Signal, number>>): string | undefined {
    const parts: string[] = [];
    let isNews = false;
    for (const signal of ["traces", "metrics", "logs"] as const) {
      const causes = [...this.#byCause].filter(([, { all }]) => all[signal] > 0);
      const lost = causes.reduce((sum, [, { all }]) => sum + all[signal], 0);
      if (lost === 0) continue;
      isNews ||= lost > known[signal];
      const list = causes.map(([cause, { all }]) => `${cause} ${all[signal]}`).join(", ");
      parts.push(`${countItems(lost, signal)} (${list})`);
    }
    return isNews ? `lost in all: ${parts.join(", ")}.` : undefined;
  }

  #figuresOf(cause: Loss["cause"]): CauseFigures {
    const known = this.#byCause.get(cause);
    if (known !== undefined) return known;
    const figures = { toldAt: -Infinity, untold: noItems(), all: noItems() };
    this.#byCause.set(cause, figures);
    return figures;
  }
}

/** Items by signal as text, "nothing" when there are none. */
export function listItems(items: Readonly<Record<Signal, number>>): string {
  const parts = (["traces", "metrics", "logs"] as const)
    .filter((signal) => items[signal] > 0)
    .map((signal) => countItems(items[signal], signal));
  return parts.join(", ") || "nothing";
}

/** `1 span`, `2 spans`. */
function countItems(count: number, signal: Signal): string {
  return `${count} ${count === 1 ? units[signal].slice(0, -1) : units[signal]}`;
}

/** No items of any signal. */
export function noItems(): Record<Signal, number> {
  return { traces: 0, metrics: 0, logs: 0 };
}

interface CauseFigures {
  toldAt: number;
  untold: Record<Signal, number>;
  readonly all: Record<Signal, number>;
}

/** Failed exports and the end of the process have lines of their own. */
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
