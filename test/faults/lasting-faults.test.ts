import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { describe, test, type TestContext } from "node:test";
import { openBlackHole } from "./black-hole.ts";
import { type Cell, LONGEST_END_MS, runCell, startCell } from "./cell.ts";
import { expectAgreement } from "./cell-expectations.ts";
import { readLines } from "./cell-lines.ts";
import type { Fault } from "./receiver.ts";

/** A fault that outlasts the program, and how the operator is told of it. */
interface LastingFault {
  readonly name: string;
  readonly fault: Fault;
  readonly told: RegExp;
}

const noAnswer = /no answer by the end of the process\. .* AGENT_OTEL_SHUTDOWN_TIMEOUT/;

const http: readonly LastingFault[] = [
  { name: "silence", fault: { kind: "hang" }, told: noAnswer },
  { name: "an answer without end", fault: { kind: "drip", everyMs: 20 }, told: noAnswer },
  {
    name: "reset connections",
    fault: { kind: "reset", stores: false },
    told: /socket hang up|ECONNRESET/,
  },
  { name: "503", fault: { kind: "status", status: 503 }, told: /HTTP status 503/ },
  {
    name: "429 with a Retry-After of 5 minutes",
    fault: { kind: "status", status: 429, headers: { "retry-after": "300" } },
    told: /HTTP status 429/,
  },
  {
    name: "503 with a Retry-After of 0",
    fault: { kind: "status", status: 503, headers: { "retry-after": "0" } },
    told: /HTTP status 503/,
  },
];

const grpc: readonly LastingFault[] = [
  { name: "silence", fault: { kind: "hang" }, told: noAnswer },
  { name: "an answer without end", fault: { kind: "drip", everyMs: 20 }, told: noAnswer },
  {
    name: "reset connections",
    fault: { kind: "reset", stores: false },
    told: /UNAVAILABLE|INTERNAL|CANCELLED/,
  },
  { name: "UNAVAILABLE", fault: { kind: "code", code: 14 }, told: /14 UNAVAILABLE/ },
  {
    name: "UNAVAILABLE with a RetryInfo of 5 minutes",
    fault: { kind: "code", code: 14, retryAfterMs: 300_000 },
    told: /14 UNAVAILABLE/,
  },
  {
    name: "RESOURCE_EXHAUSTED with a RetryInfo of 0",
    fault: { kind: "code", code: 8, retryAfterMs: 0 },
    told: /8 RESOURCE_EXHAUSTED/,
  },
];

/** What other servers do to whoever connects, and how the operator is told of it. */
const strangers: Readonly<
  Record<string, { readonly treat: (socket: Socket) => void; readonly told: RegExp }>
> = {
  "a server that says nothing": { treat: () => {}, told: noAnswer },
  "a server that closes": { treat: (socket) => socket.end(), told: /socket hang up|UNAVAILABLE/ },
  "a server of another protocol": {
    treat: (socket) => socket.end("220 mail.invalid ESMTP\r\n"),
    told: /gRPC port|HTTP port|UNAVAILABLE/,
  },
};

// They wait more than they work.
describe("no fault delays the end, and what it costs is counted", { concurrency: 8 }, () => {
  for (const [protocol, faults] of [
    ["http/protobuf", http],
    ["grpc", grpc],
  ] as const) {
    describe(
      `${protocol}: no fault delays the end, and what it costs is counted`,
      { concurrency: 4 },
      () => {
        for (const { name, fault, told } of faults) {
          test(`${protocol}: ${name}`, async (t) => {
            await expectLoss(t, { protocol, faults: [fault] }, told);
          });
        }

        test(`${protocol}: nobody listens`, async (t) => {
          await expectLoss(t, { protocol, down: true }, /ECONNREFUSED .*start the Collector/);
        });

        for (const [name, { treat, told }] of Object.entries(strangers)) {
          test(`${protocol}: ${name}`, async (t) => {
            const url = await serverFor(t, treat);
            await expectLoss(t, { protocol, endpoint: () => url }, told);
          });
        }

        test(`${protocol}: packets vanish`, async (t) => {
          const port = await openBlackHole(t);
          const cell = { protocol, endpoint: () => `http://127.0.0.1:${port}` };
          await expectLoss(t, cell, /no connection by the end .*AGENT_OTEL_SHUTDOWN_TIMEOUT/);
        });

        test(`${protocol}: nobody reads`, async (t) => {
          const url = await serverFor(t, (socket) => socket.pause());
          const env = { SPANS: "3", PADDING: "8000000", OTEL_EXPORTER_OTLP_TIMEOUT: "20000" };
          const ended = await runCell(t, { protocol, endpoint: () => url, env });
          const { made, dropped } = ended.ledger.traces;
          assert.deepEqual([made, dropped.shutdown], [3, 3]);
          readLines(ended);
        });

        test(`${protocol}: SIGTERM while nothing is answered`, async (t) => {
          const cell = { protocol, faults: [{ kind: "hang" }], env: { WAITS: "true" } } as const;
          const { program } = await startCell(t, cell);
          await program.ready;
          const killedAt = performance.now();
          program.kill("SIGTERM");
          assert.deepEqual(await program.exit, { code: null, signal: "SIGTERM" });
          assert.ok(performance.now() - killedAt < LONGEST_END_MS);
        });
      },
    );
  }
});

/** Nothing arrives, and the ledger and the lines say so. */
async function expectLoss(t: TestContext, cell: Cell, told: RegExp): Promise<void> {
  const ended = await runCell(t, cell);
  const ledger = expectAgreement(ended);
  for (const { made, dropped } of Object.values(ledger)) assert.equal(dropped.shutdown, made);
  const { failures, recoveries, causes } = readLines(ended);
  assert.ok(failures.length > 0);
  for (const { text } of failures) assert.match(text, told);
  assert.equal(recoveries, 0);
  assert.deepEqual(causes, []);
}

/** A TCP server that treats its connections as it likes; gives its URL. */
async function serverFor(t: TestContext, treat: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).resume();
    treat(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return `http://127.0.0.1:${address.port}`;
}
