import type { Signal } from "../../env/otlp-variables.ts";
import type { ExportOutcome } from "../../report.ts";
import type { DeliveryReport } from "../delivery-outcome.ts";
import { explainFailure, type Failure } from "../explain-failure.ts";
import { ExplainedError } from "../explained-error.ts";
import { createLedger, type DropCause, type Ledger } from "../ledger.ts";

/** What a delivery told its ledger and its report, as data that another thread can be sent. */
export type Call =
  | { readonly kind: "delivered"; readonly signal: Signal; readonly items: number }
  | {
      readonly kind: "rejected";
      readonly signal: Signal;
      readonly items: number;
      readonly reason: string;
      readonly url?: string;
    }
  | {
      readonly kind: "dropped";
      readonly signal: Signal;
      readonly items: number;
      readonly cause: DropCause;
      readonly url?: string;
    }
  | { readonly kind: "exported"; readonly outcome: ExportOutcome }
  | { readonly kind: "serverWarned"; readonly outcome: ExportOutcome; readonly message: string }
  | {
      readonly kind: "attemptFailed" | "exportFailed";
      readonly outcome: ExportOutcome;
      readonly failure: Failure;
    };

/** Those whom a delivery tells. */
export interface Listeners {
  readonly ledger: Ledger;
  readonly report: DeliveryReport;
}

/** Creates listeners that note each call in `calls`. */
export function recordCalls(calls: Call[]): Listeners {
  const failed =
    (kind: "attemptFailed" | "exportFailed") =>
    (outcome: ExportOutcome, error: unknown): void =>
      void calls.push({ kind, outcome, failure: explainFailure(error, outcome.protocol) });
  return {
    ledger: Object.assign(createLedger(), {
      delivered: (signal: Signal, items: number) =>
        void calls.push({ kind: "delivered", signal, items }),
      rejected: (signal: Signal, items: number, reason: string, url?: string) =>
        void calls.push({ kind: "rejected", signal, items, reason, ...at(url) }),
      dropped: (signal: Signal, items: number, cause: DropCause, url?: string) =>
        void calls.push({ kind: "dropped", signal, items, cause, ...at(url) }),
    }),
    report: {
      exported: (outcome) => void calls.push({ kind: "exported", outcome }),
      serverWarned: (outcome, message) =>
        void calls.push({ kind: "serverWarned", outcome, message }),
      attemptFailed: failed("attemptFailed"),
      exportFailed: failed("exportFailed"),
    },
  };
}

/** Tells `listeners` what was noted. */
export function replayCalls(calls: readonly Call[], listeners: Listeners): void {
  for (const call of calls) replay(call, listeners);
}

function replay(call: Call, { ledger, report }: Listeners): void {
  switch (call.kind) {
    case "delivered":
      return ledger.delivered(call.signal, call.items);
    case "rejected":
      return ledger.rejected(call.signal, call.items, call.reason, call.url);
    case "dropped":
      return ledger.dropped(call.signal, call.items, call.cause, call.url);
    case "exported":
      return report.exported(call.outcome);
    case "serverWarned":
      return report.serverWarned(call.outcome, call.message);
    case "attemptFailed":
    case "exportFailed":
      return report[call.kind](call.outcome, new ExplainedError(call.failure));
  }
}

function at(url: string | undefined): { url?: string } {
  return url === undefined ? {} : { url };
}
