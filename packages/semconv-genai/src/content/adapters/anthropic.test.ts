import assert from "node:assert/strict";
import { test } from "node:test";
import * as content from "../index.ts";

test("messages for Anthropic", () => {
  assert.deepEqual(
    content.inputFromAnthropic([
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm.", signature: "x" },
          { type: "tool_use", id: "t1", name: "look", input: { at: "cat" } },
          { type: "server_tool_use", id: "s1", name: "web_search", input: { query: "cat" } },
          { type: "web_search_tool_result", tool_use_id: "s1", content: [] },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "a cat" }] },
        ],
      },
    ]),
    [
      { role: "user", parts: [{ type: "text", content: "Hi" }] },
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "Hm." },
          { type: "tool_call", id: "t1", name: "look", arguments: { at: "cat" } },
          {
            type: "server_tool_call",
            id: "s1",
            name: "web_search",
            server_tool_call: { type: "web_search", input: { query: "cat" } },
          },
          {
            type: "server_tool_call_response",
            id: "s1",
            server_tool_call_response: { type: "web_search", content: [] },
          },
        ],
      },
      { role: "tool", parts: [{ type: "tool_call_response", id: "t1", response: "a cat" }] },
    ],
  );
});

test("images and documents for Anthropic", () => {
  assert.deepEqual(
    content.inputFromAnthropic([
      {
        role: "user",
        content: [
          { type: "image", source: { type: "base64", media_type: "image/png", data: "QUJD" } },
          { type: "document", source: { type: "url", url: "https://example.com/a.pdf" } },
        ],
      },
    ]),
    [
      {
        role: "user",
        parts: [
          { type: "blob", modality: "image", mime_type: "image/png", content: "QUJD" },
          { type: "uri", modality: "document", uri: "https://example.com/a.pdf" },
        ],
      },
    ],
  );
});

test("the system of a request to Anthropic", () => {
  assert.deepEqual(content.systemFromAnthropic([{ type: "text", text: "Be brief." }]), [
    { type: "text", content: "Be brief." },
  ]);
});

test("an answer of Anthropic", () => {
  assert.deepEqual(
    content.outputFromAnthropic({
      role: "assistant",
      content: [{ type: "text", text: "A cat." }],
      stop_reason: "max_tokens",
    }),
    [{ role: "assistant", parts: [{ type: "text", content: "A cat." }], finish_reason: "length" }],
  );
});

test("tools for Anthropic", () => {
  assert.deepEqual(
    content.toolsFromAnthropic([
      { name: "look", description: "Looks.", input_schema: { type: "object" } },
    ]),
    [{ type: "function", name: "look", description: "Looks.", parameters: { type: "object" } }],
  );
});
