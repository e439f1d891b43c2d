import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import * as content from "../index.ts";
import { assertFollows } from "../schemas.test.helper.ts";

const READERS = [
  ["gen_ai.input.messages", content.inputFromOpenAiChat],
  ["gen_ai.input.messages", content.inputFromOpenAiResponses],
  ["gen_ai.input.messages", content.inputFromAnthropic],
  ["gen_ai.input.messages", content.inputFromGemini],
  ["gen_ai.input.messages", content.inputFromAiSdk],
  ["gen_ai.output.messages", content.outputFromOpenAiChat],
  ["gen_ai.output.messages", content.outputFromOpenAiResponses],
  ["gen_ai.output.messages", content.outputFromAnthropic],
  ["gen_ai.output.messages", content.outputFromGemini],
  ["gen_ai.output.messages", outputFromAiSdk],
  ["gen_ai.system_instructions", content.systemFromOpenAiResponses],
  ["gen_ai.system_instructions", content.systemFromAnthropic],
  ["gen_ai.system_instructions", content.systemFromGemini],
  ["gen_ai.tool.definitions", content.toolsFromOpenAi],
  ["gen_ai.tool.definitions", content.toolsFromAnthropic],
  ["gen_ai.tool.definitions", content.toolsFromGemini],
] as const;

/** Words that the adapters look for, so that random values reach their branches. */
const WORDS = [
  "args arguments content data finishReason finish_reason function functionCall functionResponse id image image_url",
  "inlineData input instructions media_type message mimeType name output parameters parts role source stop_reason",
  "text thinking tool_calls type url output-text tool_use tool_result image_url server_tool_use function_call user",
  "assistant model tool tool-call tool-result reasoning thought web_search_call completed STOP end_turn functionDeclarations",
].flatMap((line) => line.split(" "));

const word = fc.constantFrom(...WORDS);
const { anyJson } = fc.letrec((tie) => ({
  anyJson: fc.oneof(
    { maxDepth: 5 },
    word,
    fc.string(),
    fc.constant(null),
    fc.nat(),
    fc.array(tie("anyJson"), { maxLength: 3 }),
    fc.dictionary(word, tie("anyJson"), { maxKeys: 5 }),
  ),
}));

for (const [kind, read] of READERS) {
  test(`${read.name}() makes what the schema of ${kind} asks for, of anything`, () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(anyJson, { maxLength: 3 }), anyJson), (value) => {
        assertFollows(kind, read(value));
      }),
      { numRuns: 100 },
    );
  });

  test(`${read.name}() survives values that are hard to read`, () => {
    const cycle: Record<string, unknown> = { role: "user" };
    cycle["content"] = cycle;
    const hostile = {
      get content(): string {
        throw new Error("getter");
      },
    };
    for (const value of [
      cycle,
      [cycle],
      hostile,
      [hostile],
      1n,
      [1n],
      [{ content: 1n }],
      Symbol("s"),
    ]) {
      assert.ok(Array.isArray(read(value)));
    }
  });
}

function outputFromAiSdk(value: unknown): content.OutputMessages {
  return content.outputFromAiSdk(value, value);
}
