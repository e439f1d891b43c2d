import assert from "node:assert/strict";
import type { LedgerFigures } from "@agent-otel/sdk";
import { type Ended, made } from "./cell.ts";
import { readLines } from "./cell-lines.ts";

type Items = Readonly<Record<keyof typeof made, number>>;

const signals = ["traces", "metrics", "logs"] as const;

/** Everything has arrived and nothing is lost. */
export function expectAll(
  { receiver, ledger }: Ended,
  /** How many items of each signal the receiver may have taken twice. */
  { duplicates = 0, items = made }: { duplicates?: number; items?: Items } = {},
): void {
  for (const signal of signals) {
    const count = items[signal];
    assert.deepEqual(
      receiver.receipts.numbers(signal),
      Array.from({ length: count }, (_, index) => index + 1),
      signal,
    );
    const twice = receiver.receipts.duplicates(signal);
    assert.ok(twice <= duplicates, `${signal}: ${twice} came twice`);
    const { made: all, delivered, pending } = ledger[signal];
    assert.deepEqual({ all, delivered, pending }, { all: count, delivered: count, pending: 0 });
  }
}

/** Ledger and receiver agree on each signal, and every item is accounted for; gives the ledger. */
export function expectAgreement({ receiver, ledger }: Ended, items: Items = made): LedgerFigures {
  for (const signal of signals) {
    const figures = ledger[signal];
    const { receipts } = receiver;
    const received = receipts.numbers(signal).length;
    const { delivered, rejected, pending, dropped } = figures;
    const context = `${signal}: ${JSON.stringify(figures)}`;
    assert.equal(figures.made, items[signal], context);
    assert.equal(delivered, received, context);
    assert.equal(receipts.duplicates(signal), 0, context);
    assert.equal(pending, 0, context);
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, rejected);
    assert.equal(delivered + lost, figures.made, context);
  }
  return ledger;
}

/** Nothing arrives by the end of the process, and the ledger and the lines say so. */
export function expectNothing(ended: Ended, told: RegExp): void {
  const ledger = expectAgreement(ended);
  for (const { made: all, dropped } of Object.values(ledger)) assert.equal(dropped.shutdown, all);
  const { failures, recoveries, causes } = readLines(ended);
  assert.ok(failures.length > 0, "the fault was told");
  for (const { text } of failures) assert.match(text, told);
  assert.equal(recoveries, 0);
  assert.deepEqual(causes, []);
}
