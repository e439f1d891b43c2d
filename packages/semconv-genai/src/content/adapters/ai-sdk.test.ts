import assert from "node:assert/strict";
import { test } from "node:test";
import * as content from "../index.ts";

test("messages of the AI SDK", () => {
  assert.deepEqual(
    content.inputFromAiSdk([
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "Hi" },
          { type: "file", mediaType: "image/png", data: new Uint8Array([65, 66, 67]) },
          { type: "image", image: new URL("https://example.com/cat.png") },
        ],
      },
      {
        role: "assistant",
        content: [{ type: "tool-call", toolCallId: "t", toolName: "look", input: { at: "cat" } }],
      },
      {
        role: "tool",
        content: [
          {
            type: "tool-result",
            toolCallId: "t",
            toolName: "look",
            output: { type: "text", value: "a cat" },
          },
        ],
      },
    ]),
    [
      { role: "system", parts: [{ type: "text", content: "Be brief." }] },
      {
        role: "user",
        parts: [
          { type: "text", content: "Hi" },
          { type: "blob", modality: "image", mime_type: "image/png", content: "QUJD" },
          { type: "uri", modality: "image", uri: "https://example.com/cat.png" },
        ],
      },
      {
        role: "assistant",
        parts: [{ type: "tool_call", id: "t", name: "look", arguments: { at: "cat" } }],
      },
      { role: "tool", parts: [{ type: "tool_call_response", id: "t", response: "a cat" }] },
    ],
  );
});

test("a result of the AI SDK that calls a tool", () => {
  assert.deepEqual(
    content.outputFromAiSdk(
      [
        { type: "reasoning", text: "Hm." },
        { type: "tool-call", toolCallId: "t", toolName: "look", input: "{}" },
      ],
      "tool-calls",
    ),
    [
      {
        role: "assistant",
        finish_reason: "tool_call",
        parts: [
          { type: "reasoning", content: "Hm." },
          { type: "tool_call", id: "t", name: "look", arguments: {} },
        ],
      },
    ],
  );
});

test("a finish reason of the AI SDK in two words", () => {
  assert.deepEqual(content.outputFromAiSdk("A cat.", { unified: "stop", raw: "end_turn" }), [
    { role: "assistant", parts: [{ type: "text", content: "A cat." }], finish_reason: "stop" },
  ]);
});
