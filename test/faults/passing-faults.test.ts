import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BATCH_SIZE, type Ended, made, runCell, SECRET } from "./cell.ts";
import { expectAll } from "./cell-expectations.ts";
import { readLines } from "./cell-lines.ts";
import type { Fault } from "./receiver.ts";

/** A fault of the first request of each signal, and how the operator is told of it. */
interface PassingFault {
  readonly name: string;
  readonly fault: Fault;
  readonly told: RegExp;
  /** Items that the receiver may have taken before it failed. @default 0 */
  readonly duplicates?: number;
  /** How long the endpoint asks to be left alone. @default 0 */
  readonly pauseMs?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** For requests that get no answer; enough for the others on a busy machine. */
const impatient = { OTEL_EXPORTER_OTLP_TIMEOUT: "1000" };
/** A broken HTTP/2 connection takes all the requests on it along. */
const ALL_AT_ONCE = made.traces;

const overloaded = (status: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: "status",
  status,
  headers,
  body: `no more, ${SECRET}`,
});

const noAnswer: readonly PassingFault[] = [
  { name: "silence", fault: { kind: "hang" }, told: /timed out .*OTLP_TIMEOUT/, env: impatient },
  {
    name: "silence after it has stored",
    fault: { kind: "hang", stores: true },
    told: /timed out/,
    env: impatient,
    duplicates: BATCH_SIZE,
  },
  {
    name: "an answer without end",
    fault: { kind: "drip", everyMs: 20 },
    told: /timed out/,
    env: impatient,
  },
];

const http: readonly PassingFault[] = [
  ...noAnswer,
  ...[429, 502, 503, 504].map((status) => ({
    name: `${status}`,
    fault: overloaded(status),
    told: new RegExp(`HTTP status ${status} .*Collector's log`),
  })),
  {
    name: "429 with Retry-After in seconds",
    fault: overloaded(429, { "retry-after": "2" }),
    pauseMs: 2000,
    told: /HTTP status 429/,
  },
  {
    name: "503 with a Retry-After that is nonsense",
    fault: overloaded(503, { "retry-after": "-5" }),
    told: /HTTP status 503/,
  },
  {
    name: "a reset connection",
    fault: { kind: "reset", stores: false },
    told: /socket hang up|ECONNRESET/,
  },
  {
    name: "a reset connection after it has stored",
    fault: { kind: "reset", stores: true },
    told: /socket hang up|ECONNRESET/,
    duplicates: BATCH_SIZE,
  },
];

const grpc: readonly PassingFault[] = [
  ...noAnswer,
  ...Object.entries({
    1: "CANCELLED",
    4: "DEADLINE_EXCEEDED",
    10: "ABORTED",
    11: "OUT_OF_RANGE",
    14: "UNAVAILABLE",
    15: "DATA_LOSS",
  }).map(([code, name]) => ({
    name,
    fault: { kind: "code", code: Number(code), message: `not now, ${SECRET}` } as const,
    told: new RegExp(`${code} ${name}`),
  })),
  {
    name: "UNAVAILABLE with RetryInfo",
    fault: { kind: "code", code: 14, retryAfterMs: 1500 },
    pauseMs: 1500,
    told: /14 UNAVAILABLE/,
  },
  {
    name: "RESOURCE_EXHAUSTED with RetryInfo",
    fault: { kind: "code", code: 8, retryAfterMs: 1500 },
    pauseMs: 1500,
    told: /8 RESOURCE_EXHAUSTED/,
  },
  {
    name: "a proxy's 503",
    fault: { kind: "status", status: 503 },
    told: /14 UNAVAILABLE/,
  },
  {
    name: "a reset connection",
    fault: { kind: "reset", stores: false },
    told: /UNAVAILABLE|INTERNAL|CANCELLED/,
    duplicates: ALL_AT_ONCE,
  },
  {
    name: "a reset stream after it has stored",
    fault: { kind: "reset", stores: true },
    told: /CANCELLED/,
    duplicates: BATCH_SIZE,
  },
];

describe("nothing is lost by a fault that passes", { concurrency: 4 }, () => {
  for (const [protocol, faults] of [
    ["http/protobuf", http],
    ["http/json", http],
    ["grpc", grpc],
  ] as const) {
    for (const { name, fault, told, duplicates = 0, pauseMs = 0, env = {} } of faults) {
      test(`${protocol}: ${name}`, async (t) => {
        const ended = await runCell(t, { protocol, faults: [fault, { kind: "ok" }], env });
        expectAll(ended, { duplicates });
        assert.ok(pauseOf(ended) >= pauseMs, "the endpoint was left alone");
        const { failures, recoveries, causes } = readLines(ended);
        assert.ok(failures.length > 0, "the fault was told");
        for (const failure of failures) assert.match(failure.text, told);
        assert.equal(recoveries, failures.length);
        assert.deepEqual(causes, []);
      });
    }
  }

  for (const protocol of ["http/protobuf", "http/json"] as const) {
    test(`${protocol}: 503 with Retry-After as a date`, async (t) => {
      const date = Math.ceil(Date.now() / 1000) * 1000 + 2000;
      const held = overloaded(503, { "retry-after": new Date(date).toUTCString() });
      const ended = await runCell(t, { protocol, faults: [held, { kind: "ok" }] });
      expectAll(ended);
      readLines(ended);
      const last = ended.receiver.seen.at(-1)?.at ?? 0;
      assert.ok(last + performance.timeOrigin >= date, "the endpoint was left alone");
    });
  }
});

/** The time from the first request for spans to the last, in milliseconds. */
function pauseOf({ receiver: { seen } }: Ended): number {
  const times = seen.filter(({ path }) => /trace/i.test(path)).map(({ at }) => at);
  return (times.at(-1) ?? 0) - (times[0] ?? 0);
}
