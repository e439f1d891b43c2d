import type { Socket } from "node:net";
import { describe, test } from "node:test";
import { runCell } from "./cell.ts";
import { expectNothing } from "./cell-expectations.ts";
import type { Fault } from "./receiver.ts";
import { serverFor } from "./tcp-server.ts";

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
    for (const { name, fault, told } of faults) {
      test(`${protocol}: ${name}`, async (t) => {
        expectNothing(await runCell(t, { protocol, faults: [fault] }), told);
      });
    }

    for (const [name, { treat, told }] of Object.entries(strangers)) {
      test(`${protocol}: ${name}`, async (t) => {
        const url = await serverFor(t, treat);
        expectNothing(await runCell(t, { protocol, endpoint: () => url }), told);
      });
    }

    test(`${protocol}: nobody listens`, async (t) => {
      const ended = await runCell(t, { protocol, down: true });
      expectNothing(ended, /ECONNREFUSED .*start the Collector/);
    });
  }
});
