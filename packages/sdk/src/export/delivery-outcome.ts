import { diag } from "@opentelemetry/api";
import type { ExportOutcome, Report } from "../report.ts";
import type { Batch } from "./batch.ts";
import type { DropCause, Ledger } from "./ledger.ts";
import type { Transport, TransportResult } from "./transport/transport.ts";

/** The part of the report that a delivery speaks to. */
export type DeliveryReport = Pick<
  Report,
  "attemptFailed" | "exportFailed" | "exported" | "serverWarned"
>;

/** Tells ledger and report what became of a batch, and gives its memory back. */
export class OutcomeBooks {
  readonly #transport: Pick<Transport, "protocol" | "url">;
  readonly #ledger: Ledger;
  readonly #report: DeliveryReport;

  constructor(parts: { transport: Transport; ledger: Ledger; report: DeliveryReport }) {
    this.#transport = parts.transport;
    this.#ledger = parts.ledger;
    this.#report = parts.report;
  }

  /** The endpoint took it, or all but `rejected` of its items. */
  delivered(
    batch: Batch,
    { rejected, message = "" }: TransportResult & { kind: "delivered" },
  ): void {
    const outcome = this.#outcomeOf(batch);
    const { signal, items, url } = outcome;
    const refused = Math.min(items, Math.max(0, rejected));
    this.#ledger.delivered(signal, items - refused);
    this.#report.exported(outcome);
    if (refused > 0) this.#ledger.rejected(signal, refused, message, url);
    else if (message !== "") this.#report.serverWarned(outcome, message);
    batch.release();
  }

  /** The endpoint refused it for good. */
  failed(batch: Batch, error: Error): void {
    this.#ledger.dropped(batch.signal, batch.items, "export-failed", this.#transport.url);
    this.#report.exportFailed(this.#outcomeOf(batch), error);
    batch.release();
  }

  /** The endpoint takes no request of that size. Gives the parts to try instead, none when it cannot be divided. */
  divided(batch: Batch): readonly Batch[] {
    const halves = splitSafely(batch);
    if (halves === undefined) this.dropped(batch, "too-large");
    return halves ?? [];
  }

  /** It will be tried again; nothing is lost. */
  delayed(batch: Batch, error: Error): void {
    this.#report.attemptFailed(this.#outcomeOf(batch), error);
  }

  /** We have given it up. */
  dropped(batch: Batch, cause: DropCause): void {
    this.abandoned(batch, cause);
    batch.release();
  }

  /** We have given it up, but a request that is still under way reads its memory. */
  abandoned({ signal, items }: Batch, cause: DropCause): void {
    this.#ledger.dropped(signal, items, cause, this.#transport.url);
  }

  #outcomeOf({ signal, items }: Batch): ExportOutcome {
    const { url, protocol } = this.#transport;
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
