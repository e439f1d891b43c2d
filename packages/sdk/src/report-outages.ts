import { withoutCredentials } from "./config/url.ts";
import type { Signal } from "./env/otlp-variables.ts";
import type { Failure } from "./export/explain-failure.ts";
import type { Loss } from "./export/ledger.ts";
import type { ExportOutcome } from "./report.ts";
import { addItems, countAll, listItems, noItems } from "./report-losses.ts";

/** Causes of loss that an endpoint which is away has. */
const ofOutages: ReadonlySet<Loss["cause"]> = new Set(["queue-full", "shutdown", "spool-full"]);

/**
 * Knows which endpoints fail, since when, and what that has cost, and finds the words for it. An outage is told by its
 * first failure, by each failure that wants another remedy, by what is lost while it lasts and by its end. Lines about
 * one endpoint and remedy are at least `quietMs` apart: what is withheld is told with the next failure after that.
 */
export class OutageLines {
  readonly #now: () => number;
  readonly #quietMs: number;
  /** By URL when the endpoint answers and refuses, by origin when it cannot be talked to. */
  readonly #endpoints = new Map<string, Endpoint>();

  constructor({ now, quietMs }: { now: () => number; quietMs: number }) {
    this.#now = now;
    this.#quietMs = quietMs;
  }

  /** An attempt has failed, and has cost `lost` items if it was the last. Gives the line, if it is time for one. */
  failed(
    { signal, url }: Pick<ExportOutcome, "signal" | "url">,
    { kind, cause, remedy }: Failure,
    lost: number,
  ): string | undefined {
    const endpoint = this.#endpointOf(kind === "connection" ? originOf(url) : url);
    const outage = this.#outageOf(endpoint);
    const voice = voiceOf(endpoint, remedy);
    endpoint.lost[signal] += lost;
    voice.untold[signal] += lost;
    const isNews = !outage.told.has(remedy) || countAll(voice.untold) > 0;
    if (!isNews || this.#now() - voice.toldAt < this.#quietMs) return undefined;
    // The first line of all is there before it can be said what the outage costs.
    const isFirst = voice.toldAt === -Infinity;
    const cost =
      isFirst || countAll(voice.untold) === 0 ? "" : `; lost meanwhile: ${listItems(voice.untold)}`;
    outage.told.add(remedy);
    voice.toldAt = this.#now();
    if (!isFirst) voice.untold = noItems();
    return `cannot export ${signal} to ${withoutCredentials(url)}: ${cause}${cost}. ${remedy}.`;
  }

  /** Items that wait for the endpoint are given up. */
  lost({ signal, items, cause, url }: Loss): void {
    if (url === undefined || !ofOutages.has(cause)) return;
    const known = this.#failing(originOf(url)) ?? this.#failing(url);
    if (known !== undefined) known.lost[signal] += items;
    else if (cause === "shutdown") this.#beginFor(url).lost[signal] += items;
  }

  /** An export has not ended when the process does. */
  unfinished({ signal, items, url }: ExportOutcome): void {
    const endpoint = this.#failing(originOf(url)) ?? this.#failing(url) ?? this.#beginFor(url);
    endpoint.lost[signal] += items;
  }

  /** The endpoint has taken an export. Gives a line for each outage that ends with it and was told. */
  worked(url: string): readonly string[] {
    const lines: string[] = [];
    if (this.#endpoints.size === 0) return lines;
    for (const key of [originOf(url), url]) {
      const endpoint = this.#endpoints.get(key);
      if (endpoint?.outage === undefined) continue;
      const { since, told } = endpoint.outage;
      endpoint.outage = undefined;
      // What an outage has cost that was not told is told with the next one.
      if (told.size === 0) continue;
      const seconds = Math.max(1, Math.round((this.#now() - since) / 1000));
      const lost = listItems(endpoint.lost);
      lines.push(
        `export to ${withoutCredentials(key)} works again after ${seconds} s; lost meanwhile: ${lost}.`,
      );
      endpoint.lost = noItems();
      for (const voice of endpoint.voices.values()) voice.untold = noItems();
    }
    return lines;
  }

  /** The last lines, for the outages that still go on, and what these lines say was lost. */
  close(): { readonly lines: readonly string[]; readonly lost: Readonly<Record<Signal, number>> } {
    const lines: string[] = [];
    const total = noItems();
    for (const [key, { outage, lost }] of this.#endpoints) {
      if (outage === undefined) continue;
      const items = listItems(lost);
      lines.push(`export to ${withoutCredentials(key)} has not worked to the end; lost: ${items}.`);
      addItems(total, lost);
    }
    this.#endpoints.clear();
    return { lines, lost: total };
  }

  #failing(key: string): Endpoint | undefined {
    const endpoint = this.#endpoints.get(key);
    return endpoint?.outage === undefined ? undefined : endpoint;
  }

  #beginFor(url: string): Endpoint {
    const endpoint = this.#endpointOf(originOf(url));
    this.#outageOf(endpoint);
    return endpoint;
  }

  #endpointOf(key: string): Endpoint {
    const known = this.#endpoints.get(key);
    if (known !== undefined) return known;
    const endpoint = { outage: undefined, lost: noItems(), voices: new Map() };
    this.#endpoints.set(key, endpoint);
    return endpoint;
  }

  #outageOf(endpoint: Endpoint): Outage {
    return (endpoint.outage ??= { since: this.#now(), told: new Set() });
  }
}

interface Endpoint {
  outage: Outage | undefined;
  /** Since the last line that told of an end. */
  lost: Record<Signal, number>;
  /** By remedy. */
  readonly voices: Map<string, Voice>;
}

interface Outage {
  readonly since: number;
  /** The remedies of the failures that have had a line. */
  readonly told: Set<string>;
}

/** The lines about failures with one remedy. */
interface Voice {
  toldAt: number;
  untold: Record<Signal, number>;
}

function voiceOf({ voices }: Endpoint, remedy: string): Voice {
  const known = voices.get(remedy);
  if (known !== undefined) return known;
  const voice = { toldAt: -Infinity, untold: noItems() };
  voices.set(remedy, voice);
  return voice;
}

function originOf(url: string): string {
  return new URL(url).origin;
}
