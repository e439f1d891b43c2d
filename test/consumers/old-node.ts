import assert from "node:assert/strict";
import type { TestContext } from "node:test";

import type { ModuleFormat } from "./application.ts";
import { runConsumer } from "./consumer.ts";
import { libraryApplication } from "./library-application.ts";
import { startOtlpSink } from "../support/otlp-sink.ts";

/** Checks that an application works under a Node.js that is too old for the SDK, and that this is said in one line. */
export async function checkOldNode(
  t: TestContext,
  folder: string,
  { format, node }: { readonly format: ModuleFormat; readonly node: string },
): Promise<void> {
  const sink = await startOtlpSink();
  t.after(() => {
    sink.close();
  });
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url };
  const run = await runConsumer(folder, libraryApplication, { format, node, env });
  assert.deepEqual([run.exitCode, run.answer], [0, { one: 1, text: "hello" }]);
  assert.match(
    run.stderr,
    /^agent-otel: telemetry is off: this is Node\.js [\d.]+, and 22\.15 or newer is needed\. The program runs on without it\.\n$/,
  );
  assert.deepEqual(sink.payloads, []);
}
