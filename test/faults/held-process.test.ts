import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openBlackHole } from "./black-hole.ts";
import { endOf, LONGEST_END_MS, runCell, startCell } from "./cell.ts";
import { expectNothing } from "./cell-expectations.ts";
import { readLines } from "./cell-lines.ts";
import { serverFor } from "./tcp-server.ts";

// They wait more than they work.
describe(
  "what is under way holds no process that has nothing else to do",
  { concurrency: 8 },
  () => {
    for (const protocol of ["http/protobuf", "grpc"] as const) {
      test(`${protocol}: a connection, when packets vanish`, async (t) => {
        const blackHole = await openBlackHole();
        t.after(() => blackHole.close());
        const ended = await runCell(t, { protocol, endpoint: () => blackHole.url });
        expectNothing(ended, /no connection by the end .*AGENT_OTEL_SHUTDOWN_TIMEOUT/);
      });

      test(`${protocol}: but a program that reads its standard input waits for a connection`, async (t) => {
        const blackHole = await openBlackHole();
        t.after(() => blackHole.close());
        const env = { WAITS: "true", OTEL_EXPORTER_OTLP_TIMEOUT: "1500" };
        const endpoint = (): string => blackHole.url;
        const running = await startCell(t, { protocol, endpoint, env });
        await running.program.line(/cannot export/);
        running.program.endInput();
        expectNothing(
          await endOf(running),
          /timed out after 1500 ms|Channel closed before call started|by the end of the process/,
        );
      });

      test(`${protocol}: a request that nobody reads`, async (t) => {
        const url = await serverFor(t, (socket) => socket.pause());
        const env = { SPANS: "3", PADDING: "8000000", OTEL_EXPORTER_OTLP_TIMEOUT: "20000" };
        const ended = await runCell(t, { protocol, endpoint: () => url, env });
        const { made, dropped } = ended.ledger.traces;
        assert.deepEqual([made, dropped.shutdown], [3, 3]);
        readLines(ended);
      });

      test(`${protocol}: a request that nobody answers, after SIGTERM`, async (t) => {
        const cell = { protocol, faults: [{ kind: "hang" }], env: { WAITS: "true" } } as const;
        const { program } = await startCell(t, cell);
        await program.ready;
        const killedAt = performance.now();
        program.kill("SIGTERM");
        assert.deepEqual(await program.exit, { code: null, signal: "SIGTERM" });
        assert.ok(performance.now() - killedAt < LONGEST_END_MS);
      });
    }
  },
);
