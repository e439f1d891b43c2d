import type { Ledger } from "../export/ledger.ts";
import type { MeasuredExporter } from "../export/self-metrics.ts";

/**
 * Whether the end of the process has something to do: something would be lost without, or has been lost, of which the last
 * lines tell. What is on disk is safe.
 */
export function hasUnsent(ledger: Ledger, opened: readonly MeasuredExporter[]): boolean {
  if (ledger.hasMeasurements && opened.some(({ signal }) => signal === "metrics")) return true;
  return Object.values(ledger.snapshot()).some(
    ({ pending, rejected, dropped }) =>
      pending > 0 || rejected > 0 || Object.values(dropped).some((items) => items > 0),
  );
}

/** Whether a request is under way, or something waits to be tried again, or on disk. */
export function isUnderWay(ledger: Ledger, opened: readonly MeasuredExporter[]): boolean {
  if (opened.some(({ delivery }) => delivery.exportingItems > 0)) return true;
  return Object.values(ledger.snapshot()).some(
    ({ spooled, inherited }) => spooled > 0 || inherited.spooled > 0,
  );
}
