import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { endOf, made, runCell, startCell } from "./cell.ts";
import { expectAgreement, expectAll } from "./cell-expectations.ts";
import { readLines } from "./cell-lines.ts";

// The size by default, not that of the other cells.
const wholeBatches = { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "512" };

describe("much at once", { concurrency: 3 }, () => {
  for (const protocol of ["http/protobuf", "http/json", "grpc"] as const) {
    test(`${protocol}: a burst of 10,000 spans arrives whole`, async (t) => {
      const env = { ...wholeBatches, SPANS: "10000" };
      const ended = await runCell(t, { protocol, env });
      expectAll(ended, { items: { ...made, traces: 10_000 } });
      assert.deepEqual(ended.lines, []);
    });

    test(`${protocol}: what finds no room during an outage is counted and told`, async (t) => {
      const env = { ...wholeBatches, SPANS: "4500", PADDING: "10000", WAITS: "true" };
      const running = await startCell(t, { protocol, down: true, env });
      await running.program.line(/lost \d+ spans? .*\(queue-full\)/);
      await running.program.line(/cannot export/);
      await running.receiver.up();
      await running.program.line(/works again/);
      running.program.endInput();
      const ended = await endOf(running);
      const { traces, logs, metrics } = expectAgreement(ended, { ...made, traces: 4500 });
      assert.ok(traces.delivered > 3000, "32 MiB have room for more");
      assert.equal(traces.dropped["queue-full"], 4500 - traces.delivered);
      assert.deepEqual([logs.delivered, metrics.delivered], [made.logs, made.metrics]);
      const { causes } = readLines(ended);
      assert.deepEqual(
        causes.map(({ cause }) => cause),
        ["queue-full"],
      );
    });
  }
});
