import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Attributes } from "../support/otlp-model.ts";
import { spansOf, summary } from "./genai-spans.ts";
import { anthropicWire } from "./provider/anthropic.ts";
import { startProvider } from "./provider/server.ts";
import { runBare, runTraced } from "./run-program.ts";

const provider = await startProvider(anthropicWire);
after(() => provider.close());

const options = { program: "anthropic-others.mjs", args: [provider.url] };
const [bare, { outcomes, receiver, stderr }] = await Promise.all([
  runBare(options),
  runTraced(options),
]);

test("clients for other platforms, two copies and frameworks work as without telemetry", () => {
  assert.equal(bare.outcomes.size, 8, bare.stderr);
  for (const [form, seen] of bare.outcomes) {
    assert.deepEqual(Object.keys(seen ?? {}), ["value"], `${form}: ${JSON.stringify(seen)}`);
    assert.deepEqual(outcomes.get(form), seen, `${form}: ${stderr}`);
  }
});

for (const [form, name] of Object.entries({
  bedrock: "aws.bedrock",
  vertex: "gcp.vertex_ai",
  "vertex, stream helper": "gcp.vertex_ai",
  "own spans off": "anthropic",
  "older copy": "anthropic",
  "conversation of its own": "anthropic",
})) {
  test(`${form}: one span, of provider ${name}`, () => {
    const spans = spansOf(form, receiver.spans);
    assert.deepEqual(spans.map(summary), ["chat claude-x"]);
    const attributes: Attributes = spans[0]?.attributes ?? {};
    assert.equal(attributes["gen_ai.provider.name"], name);
    assert.equal(attributes["server.address"], "127.0.0.1");
    assert.equal(attributes["server.port"], provider.port);
    assert.equal(attributes["gen_ai.usage.input_tokens"], 120);
    const conversation = form === "conversation of its own" ? "c-1" : undefined;
    assert.equal(attributes["gen_ai.conversation.id"], conversation);
  });
}

for (const form of ["inside a framework 0", "inside a framework 1"]) {
  test(`${form} the call is that of the framework, and the request its child`, () => {
    const spans = spansOf(form, receiver.spans);
    assert.deepEqual(spans.map(summary), ["chat outer"]);
    const requests = receiver.spans.filter(({ parentSpanId }) => parentSpanId === spans[0]?.spanId);
    assert.deepEqual(
      requests.map(({ name }) => name),
      ["POST"],
    );
  });
}
