import assert from "node:assert/strict";
import type { LedgerFigures } from "@agent-otel/sdk";
import { type Ended, SECRET } from "./cell.ts";

/** What the lines on stderr tell. */
export interface Told {
  /** "cannot export": the first failure of each outage, and each that wants another remedy. */
  readonly failures: readonly { readonly where: string; readonly text: string }[];
  /** "works again". */
  readonly recoveries: number;
  /** "has not worked to the end". */
  readonly lasting: number;
  /** "lost … (cause)": a cause other than failed exports. */
  readonly causes: readonly { readonly cause: string; readonly text: string }[];
  /** "took everything, but says". */
  readonly warnings: readonly string[];
}

const signals = ["traces", "metrics", "logs"] as const;

type Items = Record<(typeof signals)[number], number>;

/**
 * Reads the lines on stderr and holds them to what they always are: each first failure, recovery and cause told once,
 * with the endpoint and what to do; no secret; and in the last lines exactly what the ledger has lost.
 */
export function readLines({ lines, ledger, url }: Ended): Told {
  const text = lines.join("\n");
  assert.ok(!text.includes(SECRET), text);
  const failures: { where: string; text: string }[] = [];
  const causes: { cause: string; text: string }[] = [];
  const topics: string[] = [];
  const warnings: string[] = [];
  const outages = { traces: 0, metrics: 0, logs: 0 };
  let total: Items | undefined;
  let recoveries = 0;
  let lasting = 0;
  for (const line of lines) {
    assert.equal(total, undefined, `it is not the last line: ${text}`);
    const { kind, where, items, cause, unit } = parseLine(line);
    if (kind === "failure") failures.push({ where, text: line });
    if (kind === "recovery") recoveries += 1;
    if (kind === "outage") lasting += 1;
    if (kind === "warning") warnings.push(where);
    if (kind === "cause") causes.push({ cause, text: line });
    if (kind === "cause") topics.push(`${cause} of ${unit} for ${where}`);
    if (kind === "recovery" || kind === "outage") add(outages, countItems(items));
    if (kind === "total") total = countItems(items);
    if (where !== "") assert.ok(where.startsWith(url), line);
  }
  expectOnce(
    failures.map((failure) => `${failure.where} ${failure.text.split(". ").at(-1)}`),
    text,
  );
  expectOnce(topics, text);
  expectOnce(warnings, text);
  assert.ok(recoveries <= failures.length, text);
  assert.deepEqual(total ?? outages, lostItems(ledger), text);
  return { failures, recoveries, lasting, causes, warnings };
}

interface Line {
  readonly kind: (typeof kinds)[number];
  readonly where: string;
  readonly items: string;
  readonly cause: string;
  readonly unit: string;
}

const shapes: Readonly<Record<Line["kind"], RegExp>> = {
  failure: /^agent-otel: cannot export (?:traces|metrics|logs) to (?<where>\S+): .+\. .+\.$/,
  recovery:
    /^agent-otel: export to (?<where>\S+) works again after \d+ s; lost meanwhile: (?<items>.+)\.$/,
  outage: /^agent-otel: export to (?<where>\S+) has not worked to the end; lost: (?<items>.+)\.$/,
  cause:
    /^agent-otel: lost \d+ (?<unit>span|metric point|log record)s?(?: for (?<where>\S+))? \((?<cause>[a-z-]+)\): .+\. .+\.$/,
  warning: /^agent-otel: (?<where>\S+) took everything, but says: .+$/,
  total: /^agent-otel: lost in all: (?<items>.+)\.$/,
};

const kinds = ["failure", "recovery", "outage", "cause", "warning", "total"] as const;

function parseLine(line: string): Line {
  for (const kind of kinds) {
    const groups = shapes[kind].exec(line)?.groups;
    if (groups === undefined) continue;
    const { where = "", items = "", cause = "", unit = "" } = groups;
    return { kind, where, items, cause, unit };
  }
  return assert.fail(`a line of no known kind: ${line}`);
}

function countItems(text: string): Items {
  const count = (unit: string): number =>
    Number(new RegExp(String.raw`(\d+) ${unit}s?\b`).exec(text)?.[1] ?? 0);
  return { traces: count("span"), metrics: count("metric point"), logs: count("log record") };
}

function lostItems(ledger: LedgerFigures): Items {
  const lost = { traces: 0, metrics: 0, logs: 0 };
  for (const signal of signals) {
    const { rejected, dropped } = ledger[signal];
    lost[signal] = Object.values(dropped).reduce((sum, items) => sum + items, rejected);
  }
  return lost;
}

function add(sum: Items, more: Items): void {
  for (const signal of signals) sum[signal] += more[signal];
}

function expectOnce(things: readonly string[], text: string): void {
  assert.equal(new Set(things).size, things.length, text);
}
