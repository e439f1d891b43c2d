import assert from "node:assert/strict";
import { test } from "node:test";
import { createLedger, type Loss, noDrops } from "./ledger.ts";

test("made = delivered + rejected + dropped + spooled + pending, for each signal on its own", () => {
  const ledger = createLedger();
  for (let count = 0; count < 10; count++) ledger.made("traces");
  ledger.made("logs", 4);
  ledger.delivered("traces", 3);
  ledger.rejected("traces", 2, "bad id");
  ledger.dropped("traces", 1, "queue-full");
  ledger.dropped("traces", 1, "encoding");
  ledger.repaired("traces", 2, "attribute cut");
  ledger.spooled("traces", 2);
  ledger.unspooled("traces", 1);
  assert.deepEqual(ledger.snapshot().traces, {
    made: 10,
    delivered: 3,
    rejected: 2,
    dropped: { ...noDrops(), "queue-full": 1, encoding: 1 },
    spooled: 1,
    pending: 2,
    repaired: 2,
    inherited: { found: 0, delivered: 0, rejected: 0, dropped: noDrops(), spooled: 0, pending: 0 },
  });
  assert.equal(ledger.snapshot().logs.pending, 4);
  assert.equal(ledger.snapshot().metrics.made, 0);
});

test("what an earlier process made is in books of its own, and its losses are told", () => {
  const losses: Loss[] = [];
  const ledger = createLedger({ onLoss: (loss) => losses.push(loss) });
  ledger.made("traces", 2);
  ledger.inherited.made("traces", 10);
  ledger.inherited.spooled("traces", 10);
  ledger.inherited.unspooled("traces", 7);
  ledger.inherited.delivered("traces", 4);
  ledger.inherited.dropped("traces", 2, "spool-damaged");
  const { made, pending, spooled, inherited } = ledger.snapshot().traces;
  assert.deepEqual({ made, pending, spooled }, { made: 2, pending: 2, spooled: 0 });
  assert.deepEqual(inherited, {
    found: 10,
    delivered: 4,
    rejected: 0,
    dropped: { ...noDrops(), "spool-damaged": 2 },
    spooled: 3,
    pending: 1,
  });
  assert.deepEqual(losses, [{ signal: "traces", items: 2, cause: "spool-damaged", reason: "" }]);
});

test("every loss is told with its cause, and nothing when nothing was lost", () => {
  const losses: Loss[] = [];
  const ledger = createLedger({ onLoss: (loss) => losses.push(loss) });
  ledger.dropped("logs", 0, "shutdown");
  ledger.rejected("logs", 0, "a warning");
  ledger.dropped("logs", 2, "shutdown");
  ledger.rejected("metrics", 3, "too old", "http://collector:4318/v1/metrics");
  assert.deepEqual(losses, [
    { signal: "logs", items: 2, cause: "shutdown", reason: "" },
    {
      signal: "metrics",
      items: 3,
      cause: "rejected",
      reason: "too old",
      url: "http://collector:4318/v1/metrics",
    },
  ]);
});

test("a snapshot does not change with the ledger", () => {
  const ledger = createLedger();
  const before = ledger.snapshot();
  ledger.made("traces");
  ledger.dropped("traces", 1, "encoding");
  assert.equal(before.traces.made, 0);
  assert.equal(before.traces.dropped.encoding, 0);
});

test("hears of what is made and measured, and knows of measurements without points", () => {
  let stirs = 0;
  const ledger = createLedger({ onStir: () => void (stirs += 1) });
  assert.equal(ledger.hasMeasurements, false);
  ledger.measured();
  ledger.made("traces");
  assert.equal(ledger.hasMeasurements, true);
  ledger.made("metrics", 3);
  assert.equal(ledger.hasMeasurements, false);
  assert.equal(stirs, 3);
  ledger.inherited.made("logs", 2);
  assert.equal(stirs, 3);
});
