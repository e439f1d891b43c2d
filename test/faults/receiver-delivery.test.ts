import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { createDelivery, type Delivery } from "../../packages/sdk/src/export/delivery.ts";
import {
  createLedger,
  type Ledger,
  type SignalFigures,
} from "../../packages/sdk/src/export/ledger.ts";
import { createReport, type Report } from "../../packages/sdk/src/report.ts";
import { numberedBatch } from "./receiver-batches.ts";
import { receiverFor, transportFor } from "./receiver-client.ts";
import type { Fault, Receiver } from "./receiver.ts";

interface Case {
  readonly name: string;
  readonly protocols: readonly ("grpc" | "http")[];
  readonly faults: readonly [Fault, ...Fault[]];
  /** Of 300 spans, how many arrive; all are counted in any case. */
  readonly arrive: number;
  readonly duplicates?: number;
  readonly lost?: Partial<Record<keyof SignalFigures["dropped"] | "rejected", number>>;
}

const ok: Fault = { kind: "ok" };
const both = ["http", "grpc"] as const;

const cases: readonly Case[] = [
  { name: "a sound endpoint", protocols: both, faults: [ok], arrive: 300 },
  {
    name: "one 429",
    protocols: ["http"],
    faults: [{ kind: "status", status: 429 }, ok],
    arrive: 300,
  },
  {
    name: "two 503",
    protocols: both,
    faults: [{ kind: "status", status: 503 }, { kind: "status", status: 503 }, ok],
    arrive: 300,
  },
  {
    name: "503 with Retry-After 0, twice",
    protocols: ["http"],
    faults: [retryAfter("0"), retryAfter("0"), ok],
    arrive: 300,
  },
  {
    name: "503 with Retry-After 1",
    protocols: ["http"],
    faults: [retryAfter("1"), ok],
    arrive: 300,
  },
  {
    name: "one UNAVAILABLE",
    protocols: ["grpc"],
    faults: [{ kind: "code", code: 14 }, ok],
    arrive: 300,
  },
  {
    name: "RESOURCE_EXHAUSTED with RetryInfo",
    protocols: ["grpc"],
    faults: [{ kind: "code", code: 8, retryAfterMs: 700 }, ok],
    arrive: 300,
  },
  {
    name: "a reset before the answer",
    protocols: both,
    faults: [{ kind: "reset", stores: false }, { kind: "reset", stores: false }, ok],
    arrive: 300,
  },
  {
    name: "a reset after everything was stored",
    protocols: both,
    faults: [{ kind: "reset", stores: true }, ok],
    arrive: 300,
    duplicates: 100,
  },
  {
    name: "a limit of 3 kB",
    protocols: both,
    faults: [{ kind: "limit", bytes: 3000 }],
    arrive: 300,
  },
  {
    name: "a limit below a single span",
    protocols: both,
    faults: [{ kind: "limit", bytes: 10 }],
    arrive: 0,
    lost: { "too-large": 300 },
  },
  {
    name: "partial success in every request",
    protocols: both,
    faults: [{ kind: "partial", rejected: 7, message: "quota" }],
    arrive: 279,
    lost: { rejected: 21 },
  },
  {
    name: "400 for the first request",
    protocols: ["http"],
    faults: [{ kind: "status", status: 400 }, ok],
    arrive: 200,
    lost: { "export-failed": 100 },
  },
  {
    name: "INVALID_ARGUMENT for the first request",
    protocols: ["grpc"],
    faults: [{ kind: "code", code: 3 }, ok],
    arrive: 200,
    lost: { "export-failed": 100 },
  },
  {
    name: "a page of HTML",
    protocols: ["http"],
    faults: [
      { kind: "status", status: 200, headers: { "content-type": "text/html" }, body: "<html>" },
    ],
    arrive: 0,
    lost: { "export-failed": 300 },
  },
];

describe("a delivery with a transport and a receiver", { concurrency: 4 }, () => {
  for (const { name, protocols, faults, arrive, duplicates = 0, lost = {} } of cases) {
    for (const protocol of protocols) {
      test(`${protocol}: with ${name}, ${arrive} of 300 spans arrive and all are accounted for`, async (t) => {
        const { receiver, delivery, ledger } = await setUp(t, protocol);
        receiver.behave(...faults);
        send(delivery, ledger, 3);
        await delivery.flush({ timeoutMs: 20_000 });
        const { delivered, dropped, rejected, pending } = ledger.snapshot().traces;
        assert.equal(receiver.receipts.numbers("traces").length, arrive);
        assert.equal(receiver.receipts.duplicates("traces"), duplicates);
        assert.equal(delivered, arrive);
        assert.equal(pending, 0);
        const { rejected: expected = 0, ...causes } = lost;
        assert.equal(rejected, expected);
        assert.deepEqual({ ...dropped }, { ...nothing, ...causes });
      });
    }
  }

  for (const protocol of both) {
    test(`${protocol}: what is made while the endpoint is down arrives when it is back`, async (t) => {
      const { receiver, delivery, ledger, lines } = await setUp(t, protocol);
      await receiver.down();
      send(delivery, ledger, 20);
      await delivery.flush({ timeoutMs: 1200 });
      assert.equal(ledger.snapshot().traces.pending, 2000);
      await receiver.up();
      await delivery.flush({ timeoutMs: 20_000 });
      assert.equal(receiver.receipts.numbers("traces").length, 2000);
      assert.equal(ledger.snapshot().traces.delivered, 2000);
      assert.equal(lines.length, 2, lines.join("\n"));
      assert.match(
        lines[0] ?? "",
        /^agent-otel: cannot export traces to .*ECONNREFUSED.*Nothing listens there/,
      );
      assert.match(lines[1] ?? "", /works again after \d+ s; lost meanwhile: nothing\.$/);
    });

    test(`${protocol}: an endpoint that hangs costs the end of the process its time and no more`, async (t) => {
      const { receiver, delivery, ledger, lines, report } = await setUp(t, protocol);
      receiver.behave({ kind: "hang" });
      send(delivery, ledger, 3);
      const started = performance.now();
      await delivery.shutdown({ timeoutMs: 300 });
      assert.ok(performance.now() - started < 2000);
      report.close();
      assert.equal(ledger.snapshot().traces.dropped.shutdown, 300);
      assert.match(lines.at(-1) ?? "", /has not worked to the end; lost: 300 spans\.$/);
    });
  }
});

const nothing: SignalFigures["dropped"] = createLedger().snapshot().traces.dropped;

function retryAfter(value: string): Fault {
  return { kind: "status", status: 503, headers: { "retry-after": value } };
}

async function setUp(
  t: TestContext,
  protocol: "grpc" | "http",
): Promise<{
  receiver: Receiver;
  delivery: Delivery;
  ledger: Ledger;
  report: Report;
  lines: string[];
}> {
  const receiver = await receiverFor(t, { protocol });
  const lines: string[] = [];
  const report = createReport({ level: "warn", write: (line) => lines.push(line) });
  const ledger = createLedger({ onLoss: (loss) => report.lost(loss) });
  const transport = transportFor(t, {
    url: receiver.url,
    protocol: protocol === "grpc" ? "grpc" : "http/protobuf",
    timeoutMs: 5000,
  });
  const delivery = createDelivery({ transport, ledger, report, random: () => 0 });
  return { receiver, delivery, ledger, report, lines };
}

/** Batches of 100 spans each. */
function send(delivery: Delivery, ledger: Ledger, batches: number): void {
  for (let index = 0; index < batches; index++) {
    ledger.made("traces", 100);
    delivery.accept(numberedBatch({ from: index * 100, count: 100 }));
  }
}
