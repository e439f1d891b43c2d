import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { poll } from "../../tools/stack/run/poll.ts";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";
import { openOwnStack, whyNoStack } from "../../tools/stack/testing/own-stack.ts";
import type { OwnStack } from "../../tools/stack/testing/own-stack.ts";
import { checkBackendTrace } from "../../tools/stack/trace/check-backend-trace.ts";
import type { CheckedTrace } from "../../tools/stack/trace/check-backend-trace.ts";
import { drawTree } from "../../tools/stack/trace/draw-tree.ts";
import { findSecrets } from "../../tools/stack/trace/find-problems.ts";
import { PROTOCOLS } from "../../tools/stack/trace/protocol.ts";

const { signal } = new AbortController();
const skip = whyNoStack(process.env) ?? false;

describe(
  "a request of the example backend through a real Collector into a real Tempo",
  { skip },
  () => {
    let stack: OwnStack | undefined;
    const ready = (): OwnStack => stack ?? assert.fail("the stack was not started");

    before(async () => {
      const program = join(ROOT, "packages/example-backend/dist/main.js");
      assert.ok(existsSync(program), "the backend is not built: tsc -b packages/example-backend");
      stack = await openOwnStack(process.env);
    });
    after(async () => stack?.close());

    for (const protocol of PROTOCOLS) {
      test(`over ${protocol} is one tree with every expected span and no content`, async () => {
        const { settings } = ready();
        const { trace, problems } = await checkBackendTrace(settings, protocol, signal);
        assert.deepEqual(problems, [], `\n${drawTree(trace.spans)}`);
      });

      test(`over ${protocol} its metrics and logs arrive too, without content`, async () => {
        const own = ready();
        const began = own.collectorLog().length;
        const checked = await checkBackendTrace(own.settings, protocol, signal);
        await allSignals(() => own.collectorLog().slice(began), checked);
        assert.deepEqual(findSecrets([own.collectorLog()], checked.secrets), []);
      });
    }

    test("leaves no word of question or answer in what the backend writes to its own log", async () => {
      const { settings } = ready();
      const { output, secrets } = await checkBackendTrace(settings, "http/protobuf", signal);
      assert.match(output, /"route":"\/v1\/chat"/u);
      assert.deepEqual(findSecrets([output], secrets), []);
    });
  },
);

/** Waits for the names that the Collector's debug exporter must have written for one request. */
async function allSignals(log: () => string, { traceId }: CheckedTrace): Promise<void> {
  const wanted = [
    "gen_ai.client.operation.duration",
    "gen_ai.client.token.usage",
    "http.server.request.duration",
    `Trace ID: ${traceId}`,
  ];
  const missing = (): readonly string[] => wanted.filter((text) => !log().includes(text));
  await poll(() => missing().length === 0 || undefined, { everyMs: 100, deadlineMs: 10_000 });
  assert.deepEqual(missing(), []);
}
