import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExportOutcome } from "../../report.ts";
import { ExportError, explainFailure } from "../explain-failure.ts";
import { createLedger } from "../ledger.ts";
import { type Call, recordCalls, replayCalls } from "./calls.ts";

const url = "http://collector:4318/v1/traces";
const outcome: ExportOutcome = { signal: "traces", url, protocol: "http/protobuf", items: 3 };

test("what one thread noted, another one counts and tells", () => {
  const calls: Call[] = [];
  const { ledger, report } = recordCalls(calls);
  ledger.delivered("traces", 5);
  ledger.rejected("logs", 2, "too old", url);
  ledger.dropped("traces", 1, "export-failed");
  report.exported(outcome);
  report.serverWarned(outcome, "slow down");
  report.attemptFailed(outcome, new ExportError("HTTP status 503", { code: 503 }));
  report.exportFailed(outcome, new ExportError("HTTP status 401", { code: 401 }));

  const told: string[] = [];
  const books = createLedger({ onLoss: ({ items, cause }) => told.push(`lost ${items} ${cause}`) });
  books.made("traces", 6);
  books.made("logs", 2);
  const tellFailure =
    (what: string) =>
    ({ protocol }: ExportOutcome, error: unknown): void => {
      const { kind, cause, remedy } = explainFailure(error, protocol);
      told.push([what, kind, cause, remedy].join(" | "));
    };
  replayCalls(structuredClone(calls), {
    ledger: books,
    report: {
      exported: ({ items }) => void told.push(`exported ${items}`),
      serverWarned: (_, message) => void told.push(`warned ${message}`),
      attemptFailed: tellFailure("attempt"),
      exportFailed: tellFailure("export"),
    },
  });
  assert.deepEqual(told, [
    "lost 2 rejected",
    "lost 1 export-failed",
    "exported 3",
    "warned slow down",
    "attempt | response | HTTP status 503 | The server is overloaded or not ready: look into the Collector's log",
    "export | response | HTTP status 401 | Set the credentials in OTEL_EXPORTER_OTLP_HEADERS",
  ]);
  assert.deepEqual([books.pending("traces"), books.pending("logs")], [0, 0]);
});
