import { signals, type Signal } from "../env/otlp-variables.ts";
import type { Ledger } from "../export/ledger.ts";
import type { Spool } from "../export/spool/spool.ts";
import { listItems, noItems } from "../report-losses.ts";
import type { Report } from "../report.ts";

interface NoticeParts {
  readonly spool: Spool | undefined;
  readonly ledger: Ledger;
  readonly report: Pick<Report, "warn">;
}

/** Makes what tells, once, at the end of the process, what it leaves on disk. */
export function createSpoolNotice({ spool, ledger, report }: NoticeParts): () => void {
  let isTold = false;
  return () => {
    const items = noItems();
    const figures = ledger.snapshot();
    for (const signal of signals) items[signal] = spooledOf(figures[signal]);
    const isNothing = signals.every((signal: Signal) => items[signal] === 0);
    if (spool === undefined || isTold || isNothing) return;
    isTold = true;
    report.warn(
      `${listItems(items)} wait in the spool in ${spool.directory} for the next process.`,
    );
  };
}

function spooledOf({ spooled, inherited }: ReturnType<Ledger["snapshot"]>[Signal]): number {
  return spooled + inherited.spooled;
}
