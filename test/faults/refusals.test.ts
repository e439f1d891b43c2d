import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BATCH_SIZE, made, runCell, SECRET } from "./cell.ts";
import { expectAgreement, expectAll } from "./cell-expectations.ts";
import { readLines } from "./cell-lines.ts";
import type { Fault } from "./receiver.ts";

/** An answer after which no attempt is worth another, and how the operator is told of it. */
interface Refusal {
  readonly name: string;
  readonly fault: Fault;
  readonly told: RegExp;
}

const HUGE = 20 * 1024 * 1024;

const status = (
  code: number,
  headers: Readonly<Record<string, string>> = {},
  body: Uint8Array | string = `no, ${SECRET}`,
): Fault => ({ kind: "status", status: code, headers, body });

const remedies: Readonly<Record<number, RegExp>> = {
  400: /HTTP status 400 .*Collector's log/,
  401: /HTTP status 401 .*OTEL_EXPORTER_OTLP_HEADERS/,
  403: /HTTP status 403 .*OTEL_EXPORTER_OTLP_HEADERS/,
  404: /HTTP status 404 .*base URL without \/v1/,
  408: /HTTP status 408/,
  413: /HTTP status 413 .*OTEL_BSP_MAX_EXPORT_BATCH_SIZE/,
  500: /HTTP status 500 .*Collector's log/,
  501: /HTTP status 501/,
};

const http: readonly Refusal[] = [
  ...Object.entries(remedies).map(([code, told]) => ({
    name: code,
    fault: status(Number(code)),
    told,
  })),
  {
    name: "a redirect, with a token in it",
    fault: status(307, { location: `https://login.invalid/?token=${SECRET}` }),
    told: /HTTP status 307 \(a redirect to https:\/\/login\.invalid, which is not followed\)\. Put the address/,
  },
  { name: "200 with garbage", fault: { kind: "garbage" }, told: noOtlp() },
  {
    name: "200 with a page of a captive portal",
    fault: status(200, { "content-type": "text/html" }, "<html>Welcome</html>"),
    told: noOtlp(),
  },
  {
    name: "200 with an answer of 20 MB",
    fault: status(200, { "content-type": "application/json" }, Buffer.alloc(HUGE, "{")),
    told: noOtlp(),
  },
  {
    name: "200 with a compressed answer that is cut",
    fault: status(200, { "content-encoding": "gzip" }, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0])),
    told: noOtlp(),
  },
];

const codes = {
  2: ["UNKNOWN", /Collector's log/],
  3: ["INVALID_ARGUMENT", /Collector's log/],
  5: ["NOT_FOUND", /Collector's log/],
  6: ["ALREADY_EXISTS", /Collector's log/],
  7: ["PERMISSION_DENIED", /OTEL_EXPORTER_OTLP_HEADERS/],
  8: ["RESOURCE_EXHAUSTED", /refuses the amount/],
  9: ["FAILED_PRECONDITION", /Collector's log/],
  12: ["UNIMPLEMENTED", /does not take this signal/],
  13: ["INTERNAL", /Collector's log/],
  16: ["UNAUTHENTICATED", /OTEL_EXPORTER_OTLP_HEADERS/],
} as const;

const grpc: readonly Refusal[] = [
  ...Object.entries(codes).map(([code, [name, remedy]]) => ({
    name,
    fault: { kind: "code", code: Number(code), message: `no, ${SECRET}` } as const,
    told: new RegExp(`${code} ${name}: no, \\[secret\\]\\..*${remedy.source}`),
  })),
  {
    name: "too large, whatever the size",
    fault: { kind: "code", code: 8, message: "grpc: received message larger than max (9 vs. 1)" },
    told: /8 RESOURCE_EXHAUSTED: .*larger than max.*refuses the amount/,
  },
  { name: "a proxy's 401", fault: status(401), told: /16 UNAUTHENTICATED.*_HEADERS/ },
  { name: "a proxy's 404", fault: status(404), told: /12 UNIMPLEMENTED/ },
  { name: "OK with garbage", fault: { kind: "garbage" }, told: noOtlp() },
  {
    name: "an answer of 20 MB",
    fault: status(200, { "content-type": "application/grpc" }, frameOf(HUGE)),
    told: /RESOURCE_EXHAUSTED: .*larger than max.*Something other than a Collector answers there/,
  },
];

for (const [protocol, refusals] of [
  ["http/protobuf", http],
  ["http/json", http],
  ["grpc", grpc],
] as const) {
  describe(`${protocol}: what is refused is counted and told`, { concurrency: 4 }, () => {
    for (const { name, fault, told } of refusals) {
      test(name, async (t) => {
        const ended = await runCell(t, { protocol, faults: [fault] });
        const ledger = expectAgreement(ended);
        assert.equal(ledger.traces.delivered, 0);
        const { failures, recoveries } = readLines(ended);
        assert.ok(failures.length > 0);
        for (const { text } of failures) assert.match(text, told);
        assert.equal(recoveries, 0);
      });
    }

    for (const { name, fault, told } of refusals.slice(0, 1)) {
      test(`${name} for one batch of each signal`, async (t) => {
        const ended = await runCell(t, { protocol, faults: [fault, { kind: "ok" }] });
        const { traces, logs, metrics } = expectAgreement(ended);
        assert.equal(traces.dropped["export-failed"], BATCH_SIZE);
        assert.equal(logs.dropped["export-failed"], BATCH_SIZE);
        assert.equal(metrics.dropped["export-failed"], made.metrics);
        for (const { text } of readLines(ended).failures) assert.match(text, told);
      });
    }

    test("a part of each request", async (t) => {
      const fault = { kind: "partial", rejected: 3, message: `bad, ${SECRET}` } as const;
      const ended = await runCell(t, { protocol, faults: [fault] });
      const { traces, logs, metrics } = expectAgreement(ended);
      assert.deepEqual([traces.rejected, logs.rejected, metrics.rejected], [12, 12, 3]);
      const { failures, causes } = readLines(ended);
      assert.deepEqual(failures, []);
      assert.equal(causes.length, 3);
      for (const { text } of causes) {
        assert.match(text, /\(rejected\): .*: bad, \[secret\]\. .*Collector's log/);
      }
    });

    test("nothing, with a warning", async (t) => {
      const fault = { kind: "partial", rejected: 0, message: `careful, ${SECRET}` } as const;
      const ended = await runCell(t, { protocol, faults: [fault] });
      expectAll(ended);
      assert.equal(readLines(ended).warnings.length, protocol === "grpc" ? 1 : 3);
    });

    test("requests that are too large, which are divided", async (t) => {
      // Of spans in JSON, which names the fields, fewer fit.
      const bytes = protocol === "http/json" ? 3000 : 1500;
      const ended = await runCell(t, { protocol, faults: [{ kind: "limit", bytes }] });
      expectAll(ended);
      assert.deepEqual(ended.lines, []);
    });
  });
}

function noOtlp(): RegExp {
  return /is no OTLP response\. Something other than a Collector answers there/;
}

function frameOf(length: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, Buffer.alloc(length)]);
}
