import assert from "node:assert/strict";
import { test } from "node:test";
import * as content from "../index.ts";

test("a text for Gemini", () => {
  assert.deepEqual(content.inputFromGemini("Hi"), [
    { role: "user", parts: [{ type: "text", content: "Hi" }] },
  ]);
});

test("contents for Gemini", () => {
  assert.deepEqual(
    content.inputFromGemini([
      {
        role: "user",
        parts: [{ text: "Hi" }, { inlineData: { mimeType: "audio/wav", data: "QUJD" } }],
      },
      { role: "model", parts: [{ functionCall: { name: "look", args: { at: "cat" } } }] },
      { role: "user", parts: [{ functionResponse: { name: "look", response: { seen: "cat" } } }] },
    ]),
    [
      {
        role: "user",
        parts: [
          { type: "text", content: "Hi" },
          { type: "blob", modality: "audio", mime_type: "audio/wav", content: "QUJD" },
        ],
      },
      {
        role: "assistant",
        parts: [{ type: "tool_call", id: null, name: "look", arguments: { at: "cat" } }],
      },
      {
        role: "tool",
        parts: [{ type: "tool_call_response", id: null, response: { seen: "cat" } }],
      },
    ],
  );
});

test("the instruction of a request to Gemini", () => {
  assert.deepEqual(content.systemFromGemini({ parts: [{ text: "Be brief." }] }), [
    { type: "text", content: "Be brief." },
  ]);
});

test("candidates of Gemini", () => {
  assert.deepEqual(
    content.outputFromGemini([
      {
        finishReason: "STOP",
        content: {
          role: "model",
          parts: [
            { text: "Hm.", thought: true },
            { functionCall: { id: "1", name: "look", args: {} } },
          ],
        },
      },
      { finishReason: "SAFETY" },
    ]),
    [
      {
        role: "assistant",
        finish_reason: "tool_call",
        parts: [
          { type: "reasoning", content: "Hm." },
          { type: "tool_call", id: "1", name: "look", arguments: {} },
        ],
      },
      { role: "assistant", finish_reason: "content_filter", parts: [] },
    ],
  );
});

test("tools for Gemini", () => {
  assert.deepEqual(
    content.toolsFromGemini([{ functionDeclarations: [{ name: "look" }] }, { googleSearch: {} }]),
    [
      { type: "function", name: "look" },
      { type: "googleSearch", name: "googleSearch" },
    ],
  );
});
