import assert from "node:assert/strict";
import { test } from "node:test";
import { runFixture } from "./policy-sink.test.helper.ts";

const SECRET = "zebra-7391-quartz";

for (const engine of ["native", "upstream"]) {
  for (const protocol of ["http/protobuf", "http/json"]) {
    const env = { SECRET, AGENT_OTEL_ENGINE: engine, OTEL_EXPORTER_OTLP_PROTOCOL: protocol };

    test(`no content of any instrumentation leaves the process by default (${engine}, ${protocol})`, async () => {
      const { payloads, exitCode } = await runFixture("everything.test.fixture.mjs", env);
      assert.equal(exitCode, 0);
      for (const [signal, payload] of Object.entries(payloads)) {
        assert.ok(payload.length > 0, signal);
        assert.ok(!payload.includes("quartz"), `${signal}: ${around(payload, "quartz")}`);
      }
      for (const kept of ["POST /ask", "BadRequestError", "finish_reason", "call_1", "search"]) {
        assert.ok(Buffer.concat(Object.values(payloads)).includes(kept), kept);
      }
    });
  }
}

function around(payload: Buffer, text: string): string {
  const at = payload.indexOf(text);
  return payload.subarray(Math.max(0, at - 300), at + 100).toString("latin1");
}
