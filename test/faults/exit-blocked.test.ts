import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { environment, protocolOf, protocols } from "./exit-expectations.ts";
import { startProgram } from "./program.ts";
import { receiverFor } from "./receiver-client.ts";

const SOURCE = "exit-timing-source.mjs";

const usual = { OTEL_BSP_SCHEDULE_DELAY: "" };

describe("a signal to a program whose event loop stands still", { concurrency: 2 }, () => {
  for (const protocol of protocols) {
    for (const end of ["block", "wait-for-child"]) {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        test(`${signal} ends it at once when all is sent: ${end}, by ${protocol}`, async (t) => {
          const receiver = await receiverFor(t, { protocol: protocolOf(protocol) });
          const env = {
            ...environment(receiver.url),
            ...usual,
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            // What the SDK measures of itself is nothing that could be lost.
            OTEL_METRICS_EXPORTER: "otlp",
            OTEL_LOGS_EXPORTER: "otlp",
          };
          const program = startProgram({ ...env, MODE: `idle-then-${end}` }, SOURCE);
          await program.ready;
          const signalledAt = performance.now();
          program.kill(signal);
          assert.deepEqual(await program.exit, { code: null, signal });
          const tookMs = performance.now() - signalledAt;
          assert.ok(tookMs < 500, `the end took ${tookMs} ms`);
          assert.deepEqual(receiver.receipts.numbers("traces"), [1]);
        });
      }
    }

    test(`waits for its next turn while something is not sent, by ${protocol}`, async (t) => {
      const receiver = await receiverFor(t, { protocol: protocolOf(protocol) });
      const env = {
        ...environment(receiver.url),
        ...usual,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        MODE: "span-then-block",
      };
      const program = startProgram(env, SOURCE);
      await program.ready;
      program.kill("SIGTERM");
      assert.deepEqual(await program.exit, { code: null, signal: "SIGTERM" });
      assert.deepEqual(program.output, ["ready", "worked on"]);
      assert.deepEqual(receiver.receipts.numbers("traces"), [1]);
      assert.deepEqual(program.lines, []);
    });
  }
});
