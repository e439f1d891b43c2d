import { decodeRequest } from "../../packages/cli/src/otlp/decode.ts";
import type { Signal } from "../../packages/cli/src/otlp/signal.ts";

/** The attribute that carries the number of a span, log record or metric point. */
export const NUMBER = "number";

/** What a receiver has stored: every numbered item, with how often it came. */
export class Receipts {
  readonly #stored: Readonly<Record<Signal, Map<number, number>>> = {
    traces: new Map(),
    metrics: new Map(),
    logs: new Map(),
  };

  /** Decodes a payload and stores its items, but the first `reject`. Gives the number of items. Throws on what is no OTLP. */
  store(
    { signal, encoding, body }: { signal: Signal; encoding: "json" | "protobuf"; body: Buffer },
    reject = 0,
  ): number {
    const numbers = numbersIn(decodeRequest(signal, encoding, body));
    for (const number of numbers.slice(reject)) {
      this.#stored[signal].set(number, (this.#stored[signal].get(number) ?? 0) + 1);
    }
    return numbers.length;
  }

  /** The different numbers stored, in order. */
  numbers(signal: Signal): number[] {
    return [...this.#stored[signal].keys()].toSorted((a, b) => a - b);
  }

  /** Items that came more than once, counted for each further time. */
  duplicates(signal: Signal): number {
    let more = 0;
    for (const times of this.#stored[signal].values()) more += times - 1;
    return more;
  }
}

/** Finds the number of each item at whatever depth: items are the objects whose own attributes have one. */
function numbersIn(message: unknown): number[] {
  if (Array.isArray(message)) return message.flatMap((entry: unknown) => numbersIn(entry));
  if (typeof message !== "object" || message === null) return [];
  const own = "attributes" in message ? numberAmong(message.attributes) : undefined;
  return own === undefined ? Object.values(message).flatMap((value) => numbersIn(value)) : [own];
}

function numberAmong(attributes: unknown): number | undefined {
  if (!Array.isArray(attributes)) return undefined;
  for (const attribute of attributes as readonly {
    key?: string;
    value?: { intValue?: unknown };
  }[]) {
    if (attribute.key === NUMBER) return Number(attribute.value?.intValue);
  }
  return undefined;
}
