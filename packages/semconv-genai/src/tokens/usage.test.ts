import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { usageFromAiSdk } from "./from-ai-sdk.ts";
import { usageFromAnthropic } from "./from-anthropic.ts";
import { usageFromBedrock } from "./from-bedrock.ts";
import { usageFromGemini } from "./from-gemini.ts";
import { usageFromOpenAi } from "./from-openai.ts";
import { splitByModality } from "./split-by-modality.ts";

test("OpenAI's cached and reasoning tokens are parts of its totals", () => {
  assert.deepEqual(
    defined(
      usageFromOpenAi({
        prompt_tokens: 120,
        completion_tokens: 20,
        prompt_tokens_details: { cached_tokens: 80, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 5 },
      }),
    ),
    { inputTokens: 120, outputTokens: 20, cacheReadInputTokens: 80, reasoningOutputTokens: 5 },
  );
});

test("OpenAI's text tokens are what audio leaves of the total", () => {
  const usage = usageFromOpenAi({
    input_tokens: 100,
    output_tokens: 60,
    input_tokens_details: { audio_tokens: 30 },
    output_tokens_details: { audio_tokens: 50, text_tokens: 10 },
  });
  assert.deepEqual(defined(usage?.byModality?.text), { inputTokens: 70, outputTokens: 10 });
  assert.deepEqual(defined(usage?.byModality?.audio), { inputTokens: 30, outputTokens: 50 });
});

test("Anthropic's and Bedrock's input leaves cached tokens out, so they are added", () => {
  const expected = {
    inputTokens: 120,
    outputTokens: 20,
    cacheReadInputTokens: 70,
    cacheCreationInputTokens: 10,
  };
  assert.deepEqual(
    defined(
      usageFromAnthropic({
        input_tokens: 40,
        cache_read_input_tokens: 70,
        cache_creation_input_tokens: 10,
        output_tokens: 20,
      }),
    ),
    expected,
  );
  assert.deepEqual(
    defined(
      usageFromBedrock({
        inputTokens: 40,
        cacheReadInputTokens: 70,
        cacheWriteInputTokens: 10,
        outputTokens: 20,
        totalTokens: 140,
      }),
    ),
    expected,
  );
});

test("the last report of an Anthropic stream, which has only output, does not change the input", () => {
  assert.deepEqual(defined(usageFromAnthropic({ output_tokens: 7, cache_read_input_tokens: 3 })), {
    outputTokens: 7,
    cacheReadInputTokens: 3,
  });
});

test("Gemini's thoughts are added to its output and tool results to its input", () => {
  const usage = usageFromGemini({
    promptTokenCount: 100,
    cachedContentTokenCount: 60,
    toolUsePromptTokenCount: 20,
    candidatesTokenCount: 30,
    thoughtsTokenCount: 12,
    promptTokensDetails: [
      { modality: "TEXT", tokenCount: 70 },
      { modality: "IMAGE", tokenCount: 20 },
      { modality: "VIDEO", tokenCount: 10 },
    ],
    toolUsePromptTokensDetails: [{ modality: "TEXT", tokenCount: 20 }],
    candidatesTokensDetails: [{ modality: "TEXT", tokenCount: 30 }],
  });
  assert.equal(usage?.inputTokens, 120);
  assert.equal(usage?.outputTokens, 42);
  assert.equal(usage?.reasoningOutputTokens, 12);
  assert.deepEqual(splitByModality(120, usage ?? {}, "inputTokens"), [
    ["text", 90],
    ["image", 20],
    ["unknown", 10],
  ]);
  assert.deepEqual(splitByModality(42, usage ?? {}, "outputTokens"), [["text", 42]]);
});

test("the AI SDK's usage is read in both of its forms", () => {
  assert.deepEqual(
    defined(
      usageFromAiSdk({
        inputTokens: 10,
        outputTokens: 5,
        cachedInputTokens: 4,
        reasoningTokens: 2,
      }),
    ),
    { inputTokens: 10, outputTokens: 5, cacheReadInputTokens: 4, reasoningOutputTokens: 2 },
  );
  assert.deepEqual(
    defined(
      usageFromAiSdk({
        inputTokens: { total: 10, noCache: 5, cacheRead: 4, cacheWrite: 1 },
        outputTokens: { total: 5, text: 3, reasoning: 2 },
      }),
    ),
    {
      inputTokens: 10,
      outputTokens: 5,
      cacheReadInputTokens: 4,
      cacheCreationInputTokens: 1,
      reasoningOutputTokens: 2,
    },
  );
});

for (const read of [
  usageFromOpenAi,
  usageFromAnthropic,
  usageFromBedrock,
  usageFromGemini,
  usageFromAiSdk,
]) {
  test(`${read.name}() survives anything, and reads no usage out of what is none`, () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const usage = read(value);
        for (const [name, tokens] of Object.entries(usage ?? {})) {
          assert.ok(tokens === undefined || typeof tokens === "number" || name === "byModality");
        }
      }),
    );
    for (const value of [undefined, null, 5, "x", []]) assert.equal(read(value), undefined);
    assert.deepEqual(defined(read({ input_tokens: -1, prompt_tokens: 1.5, inputTokens: "9" })), {});
  });
}

test("the counts by kind of content always add up to the total", () => {
  const tokens = fc.option(fc.nat({ max: 1000 }), { nil: undefined });
  fc.assert(
    fc.property(fc.nat({ max: 2000 }), tokens, tokens, tokens, (total, text, image, audio) => {
      const byModality = {
        text: { inputTokens: text },
        image: { inputTokens: image },
        audio: { inputTokens: audio },
      };
      const counts = splitByModality(total, { byModality }, "inputTokens");
      assert.equal(
        counts.reduce((sum, [, count]) => sum + count, 0),
        total,
      );
    }),
  );
});

function defined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
