import type { CanaryWatch } from "../content-policy/canary-watch.ts";
import type { ExportOutcome, Report } from "../report.ts";
import { ExportResultCode } from "./export-result.ts";

/** The part that the exporters of all signals share. */
export interface Exporter<Items> {
  export(items: Items, callback: (result: { code: number; error?: Error }) => void): void;
}

/** What {@link watchExports} needs. */
export interface ExportWatch<Items> {
  readonly report: Report;
  /** What the report calls the endpoint; holds no secrets. */
  readonly target: Omit<ExportOutcome, "items">;
  /** How many items an export carries. */
  readonly count: (items: Items) => number;
  /** Searches what is exported. @default nobody does */
  readonly canaryWatch?: CanaryWatch | undefined;
}

/** Tells the report how each export ends. The exporter is ours alone, so its method may be replaced. */
export function watchExports<Items, E extends Exporter<Items>>(
  exporter: E,
  { report, target, count, canaryWatch }: ExportWatch<Items>,
): E {
  const original = exporter.export.bind(exporter);
  exporter.export = (items, callback) => {
    const outcome: ExportOutcome = { ...target, items: count(items) };
    canaryWatch?.items(target.signal, items);
    report.exportBegun(outcome);
    original(items, (result) => {
      if (result.code === ExportResultCode.SUCCESS) report.exported(outcome);
      else report.exportFailed(outcome, result.error);
      callback(result);
    });
  };
  return exporter;
}
