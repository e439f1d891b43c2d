import { diag } from "@opentelemetry/api";
import type { Signal } from "../env/otlp-variables.ts";
import type { ExportOutcome, Report } from "../report.ts";
import type { Batch } from "./batch.ts";
import type { Entry } from "./delivery-queue.ts";
import { ExportError } from "./explain-failure.ts";
import { type DropCause, type Ledger, noDrops } from "./ledger.ts";
import type { Transport, TransportResult } from "./transport/transport.ts";

/** The part of the report that a delivery speaks to. */
export type DeliveryReport = Pick<
  Report,
  "attemptFailed" | "exportFailed" | "exported" | "serverWarned"
>;

/** An export operation that has ended: from the first attempt of a batch to its delivery or loss, pauses included. */
export interface Concluded {
  readonly signal: Signal;
  readonly durationMs: number;
  /** Why it was no full success; absent when it was. */
  readonly errorType?: string;
}

/** What the books are kept with. */
export interface OutcomeParts {
  readonly transport: Pick<Transport, "protocol" | "url">;
  readonly ledger: Ledger;
  readonly report: DeliveryReport;
  readonly onConcluded: (concluded: Concluded) => void;
  readonly now: () => number;
}

/** Tells ledger, report and metrics what became of a batch, and gives its memory back. */
export class OutcomeBooks {
  /** Items given up after at least one attempt. */
  readonly triedAndDropped: Record<DropCause, number> = noDrops();
  readonly #parts: OutcomeParts;

  constructor(parts: OutcomeParts) {
    this.#parts = parts;
  }

  /** The endpoint took it, or all but `rejected` of its items. */
  delivered(
    entry: Entry,
    { rejected, message = "" }: TransportResult & { kind: "delivered" },
  ): void {
    const { report } = this.#parts;
    const ledger = this.ledgerOf(entry);
    const outcome = this.#outcomeOf(entry);
    const { signal, items, url } = outcome;
    const refused = Math.min(items, Math.max(0, rejected));
    ledger.delivered(signal, items - refused);
    report.exported(outcome);
    if (refused > 0) ledger.rejected(signal, refused, message, url);
    else if (message !== "") report.serverWarned(outcome, message);
    this.#conclude(entry, refused > 0 ? "rejected" : undefined);
    entry.batch.release();
  }

  /** The endpoint refused it for good. */
  failed(entry: Entry, error: Error): void {
    this.#refused(entry, "export-failed", error);
  }

  /** The endpoint takes no request of that size. Gives the parts to try instead, none when it cannot be divided. */
  divided(entry: Entry, error: Error): readonly Batch[] {
    const halves = splitSafely(entry.batch);
    if (halves === undefined) this.#refused(entry, "too-large", error);
    return halves ?? [];
  }

  /** It will be tried again; nothing is lost. */
  delayed(entry: Entry, error: Error): void {
    this.#parts.report.attemptFailed(this.#outcomeOf(entry), error);
  }

  /** We have given it up. */
  dropped(entry: Entry, cause: DropCause): void {
    this.#giveUp(entry, cause);
    entry.batch.release();
  }

  /**
   * The process ends while its request is under way, which still reads its memory. `isNews`: nothing was told of the
   * endpoint that would explain it.
   */
  abandoned(entry: Entry, isNews: boolean): void {
    if (isNews) this.delayed(entry, new Error("no answer by the end of the process"));
    this.#giveUp(entry, "shutdown");
  }

  #giveUp(entry: Entry, cause: DropCause): void {
    const { signal, items } = entry.batch;
    if (entry.firstAttemptAt !== undefined) this.#countTried(entry, cause);
    this.ledgerOf(entry).dropped(signal, items, cause, this.#parts.transport.url);
    this.#conclude(entry, cause.replaceAll("-", "_"));
  }

  /** The books that the batch is in. */
  ledgerOf({ inherited }: Entry): Ledger["inherited"] {
    const { ledger } = this.#parts;
    return inherited ? ledger.inherited : ledger;
  }

  #countTried({ batch, inherited }: Entry, cause: DropCause): void {
    if (!inherited) this.triedAndDropped[cause] += batch.items;
  }

  #refused(entry: Entry, cause: "export-failed" | "too-large", error: Error): void {
    const { report } = this.#parts;
    const outcome = this.#outcomeOf(entry);
    this.#countTried(entry, cause);
    this.ledgerOf(entry).dropped(outcome.signal, outcome.items, cause, outcome.url);
    report.exportFailed(outcome, error);
    this.#conclude(
      entry,
      error instanceof ExportError ? String(error.code ?? "_OTHER") : error.name,
    );
    entry.batch.release();
  }

  /** A batch that was never tried was no operation. */
  #conclude({ batch: { signal }, firstAttemptAt }: Entry, errorType: string | undefined): void {
    if (firstAttemptAt === undefined) return;
    const durationMs = this.#parts.now() - firstAttemptAt;
    this.#parts.onConcluded({
      signal,
      durationMs,
      ...(errorType === undefined ? {} : { errorType }),
    });
  }

  #outcomeOf({ batch: { signal, items } }: Entry): ExportOutcome {
    const { url, protocol } = this.#parts.transport;
    return { signal, url, protocol, items };
  }
}

function splitSafely(batch: Batch): readonly [Batch, Batch] | undefined {
  try {
    return batch.split();
  } catch (error) {
    diag.error("a batch could not be divided", error);
    return undefined;
  }
}
