import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { isContentAttribute } from "../content/content-attributes.ts";
import { ATTRIBUTE_DEFINITIONS } from "../generated/attribute-definitions.ts";
import {
  configureGenAi,
  embeddings,
  executeTool,
  GENAI_DEFAULTS,
  inference,
  retrieval,
} from "../index.ts";
import { disable, traced } from "../telemetry.test.helper.ts";
import { assertConforms, validateTrace } from "../validate/index.ts";

afterEach(() => {
  disable();
  configureGenAi(GENAI_DEFAULTS);
});

for (const [capture, expected] of [
  ["none", undefined],
  ["event", undefined],
  ["span", "tea"],
] as const) {
  test(`with capture ${capture}, contents that are given as attributes are ${expected === undefined ? "dropped" : "recorded"}`, () => {
    configureGenAi({ capture });
    const exporter = traced();
    const name = "gen_ai.retrieval.query.text";
    const contents = {
      [name]: "tea",
      "gen_ai.prompt.variable.city": "tea",
      "gen_ai.prompt": "tea",
    };
    retrieval({ "gen_ai.retrieval.query.text": "tea" }, () => 1);
    retrieval({}, (call) => call.set({ [name]: "tea" }));
    inference({ provider: "openai", attributes: contents }, () => 1);
    inference({ provider: "openai" }, (call) => call.response({ attributes: contents }));
    embeddings({ provider: "openai", attributes: contents }, () => 1);
    for (const { attributes } of exporter.getFinishedSpans()) {
      assert.equal(attributes[name], expected);
      assert.equal(attributes["gen_ai.prompt"], undefined);
      assert.equal(JSON.stringify(attributes).includes("tea"), expected !== undefined);
    }
    assert.equal(exporter.getFinishedSpans().length, 5);
    const found = validateTrace(exporter.getFinishedSpans());
    assert.deepEqual(
      found.filter(({ code }) => code === "content_recorded"),
      [],
    );
  });
}

test("contents that are given as attributes are redacted, too", () => {
  configureGenAi({ capture: "span", redact: ({ kind }) => `no ${kind}` });
  const exporter = traced();
  retrieval({ "gen_ai.retrieval.query.text": "tea" }, () => 1);
  inference(
    { provider: "openai", attributes: { "gen_ai.prompt.variable.city": "Paris" } },
    () => 1,
  );
  const [search, call] = exporter.getFinishedSpans();
  assert.equal(search?.attributes["gen_ai.retrieval.query.text"], "no gen_ai.retrieval.query.text");
  assert.equal(call?.attributes["gen_ai.prompt.variable.city"], "no gen_ai.prompt.variable.city");
});

test("messages that are given as JSON text are shortened as messages", () => {
  configureGenAi({ capture: "span", maxContentBytes: 200 });
  const exporter = traced();
  const messages = [{ role: "user", parts: [{ type: "text", content: "x".repeat(1000) }] }];
  const attributes = { "gen_ai.input.messages": JSON.stringify(messages) };
  inference({ provider: "openai", attributes }, () => 1);
  const recorded = exporter.getFinishedSpans()[0]?.attributes["gen_ai.input.messages"];
  assert.match(String(recorded), /^\[\{"role":"user","parts":\[.*x…"\}\]\}\]$/);
  assertConforms(validateTrace(exporter.getFinishedSpans()));
});

test("each attribute that the conventions call content is one here", () => {
  for (const [name, { content, type }] of Object.entries(ATTRIBUTE_DEFINITIONS)) {
    const example = type === "template[string]" ? `${name}.x` : name;
    assert.equal(isContentAttribute(example), content === true, example);
  }
});

test("results of tools that are no objects are recorded and conform", () => {
  for (const encoding of ["json", "structured"] as const) {
    configureGenAi({ capture: "span", encoding });
    const exporter = traced();
    for (const result of ["sunny", ["a"], 42, null]) {
      executeTool({ name: "t" }, (call) => call.result(() => result));
    }
    assertConforms(validateTrace(exporter.getFinishedSpans()));
    const [text] = exporter.getFinishedSpans();
    assert.equal(text?.attributes["gen_ai.tool.call.result"], "sunny");
  }
});

test("numbers of another type than the conventions say are left out", () => {
  const exporter = traced();
  inference(
    {
      provider: "openai",
      maxTokens: 1.5,
      temperature: Number.NaN,
      topP: Infinity,
      seed: 7,
      server: { address: "h", port: 443 },
    },
    (call) => call.response({ usage: { inputTokens: 1.5, outputTokens: 2 } }),
  );
  const [span] = exporter.getFinishedSpans();
  assert.deepEqual(span?.attributes, {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "server.address": "h",
    "server.port": 443,
    "gen_ai.request.seed": 7,
    "gen_ai.usage.output_tokens": 2,
  });
  assertConforms(validateTrace(exporter.getFinishedSpans()));
});
