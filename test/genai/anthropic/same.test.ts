import assert from "node:assert/strict";
import { test } from "node:test";
import type { OtlpReceiver } from "../../support/otlp-receiver.ts";
import { PROMPT } from "../provider/anthropic.ts";
import { ANSWER } from "../provider/anthropic-messages.ts";
import { runBare, runInstrumented, sentText } from "./run-program.ts";
import { FORMATS, VERSIONS } from "./versions.ts";

for (const { client, without = "^$", native = false } of VERSIONS) {
  for (const format of FORMATS) {
    test(`${client} as ${format}: each call is as without telemetry, and one span without contents`, async () => {
      const settings = { APP_CLIENT: client, APP_FORMAT: format, APP_WITHOUT: without };
      const [expected, { outcomes, receiver, errors }] = await Promise.all([
        runBare(settings),
        runInstrumented(settings),
      ]);
      assert.ok(Object.keys(expected).length > 45);
      assert.deepEqual(outcomes, expected);
      for (const form of Object.keys(outcomes)) {
        const spans = spansIn(receiver, form).filter(({ scope }) => scope !== HTTP);
        const names = spans.map(({ name }) => name).toSorted();
        assert.deepEqual(names, expectedNames(form, native), form);
      }
      assert.doesNotMatch(sentText(receiver), new RegExp(`${PROMPT}|${ANSWER}`));
      const problems = errors.filter((line) => line.startsWith("agent-otel:"));
      assert.deepEqual(problems.filter((line) => !line.includes("a getter of the application")), []);
    });
  }
}

const HTTP = "@agent-otel/sdk/undici";

function spansIn(receiver: OtlpReceiver, form: string): OtlpReceiver["spans"] {
  const root = receiver.spans.find(({ name }) => name === `form: ${form}`);
  assert.ok(root !== undefined, form);
  return receiver.spans.filter((span) => span.traceId === root.traceId && span !== root);
}
