import assert from "node:assert/strict";
import { test } from "node:test";
import * as content from "../index.ts";

test("messages of OpenAI's chat API", () => {
  assert.deepEqual(
    content.inputFromOpenAiChat([
      { role: "developer", content: "Be brief." },
      {
        role: "user",
        name: "ada",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: "https://example.com/cat.png" } },
          { type: "image_url", image_url: { url: "data:image/png;base64,QUJD" } },
          { type: "input_audio", input_audio: { data: "QUJD", format: "wav" } },
          { type: "file", file: { file_id: "file-1" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          { id: "c1", type: "function", function: { name: "look", arguments: '{"at":"cat"}' } },
          { id: "c2", type: "function", function: { name: "look", arguments: '{"at":' } },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: "a cat" },
    ]),
    [
      { role: "system", parts: [{ type: "text", content: "Be brief." }] },
      {
        role: "user",
        name: "ada",
        parts: [
          { type: "text", content: "What is this?" },
          { type: "uri", modality: "image", uri: "https://example.com/cat.png" },
          { type: "blob", modality: "image", mime_type: "image/png", content: "QUJD" },
          { type: "blob", modality: "audio", mime_type: "audio/wav", content: "QUJD" },
          { type: "file", modality: "document", file_id: "file-1" },
        ],
      },
      {
        role: "assistant",
        parts: [
          { type: "tool_call", id: "c1", name: "look", arguments: { at: "cat" } },
          { type: "tool_call", id: "c2", name: "look", arguments: '{"at":' },
        ],
      },
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "a cat" }] },
    ],
  );
});

test("choices of OpenAI's chat API", () => {
  assert.deepEqual(
    content.outputFromOpenAiChat([
      { finish_reason: "stop", message: { role: "assistant", content: "A cat.", refusal: null } },
      {
        finish_reason: "content_filter",
        message: { role: "assistant", content: null, refusal: "No." },
      },
    ]),
    [
      { role: "assistant", parts: [{ type: "text", content: "A cat." }], finish_reason: "stop" },
      {
        role: "assistant",
        parts: [{ type: "refusal", content: "No." }],
        finish_reason: "content_filter",
      },
    ],
  );
});

test("tools of OpenAI's APIs", () => {
  const parameters = { type: "object", properties: {} };
  assert.deepEqual(
    content.toolsFromOpenAi([
      { type: "function", function: { name: "look", description: "Looks.", parameters } },
      { type: "function", name: "see", parameters },
      { type: "web_search" },
    ]),
    [
      { type: "function", name: "look", description: "Looks.", parameters },
      { type: "function", name: "see", parameters },
      { type: "web_search", name: "web_search" },
    ],
  );
});

test("a text for OpenAI's Responses API", () => {
  assert.deepEqual(content.inputFromOpenAiResponses("Hi"), [
    { role: "user", parts: [{ type: "text", content: "Hi" }] },
  ]);
});

test("instructions of OpenAI's Responses API", () => {
  assert.deepEqual(content.systemFromOpenAiResponses("Be brief."), [
    { type: "text", content: "Be brief." },
  ]);
});

test("items for OpenAI's Responses API", () => {
  assert.deepEqual(
    content.inputFromOpenAiResponses([
      {
        role: "user",
        content: [
          { type: "input_text", text: "Hi" },
          { type: "input_image", file_id: "f" },
        ],
      },
      { type: "function_call", call_id: "c1", name: "look", arguments: "{}" },
      { type: "function_call_output", call_id: "c1", output: "a cat" },
    ]),
    [
      {
        role: "user",
        parts: [
          { type: "text", content: "Hi" },
          { type: "file", modality: "image", file_id: "f" },
        ],
      },
      { role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "look", arguments: {} }] },
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "a cat" }] },
    ],
  );
});

test("an answer of OpenAI's Responses API", () => {
  assert.deepEqual(
    content.outputFromOpenAiResponses({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [
        { type: "reasoning", id: "r", summary: [{ type: "summary_text", text: "Looking." }] },
        { type: "web_search_call", id: "w", status: "completed", action: { query: "cat" } },
        { type: "message", role: "assistant", content: [{ type: "output_text", text: "A c" }] },
      ],
    }),
    [
      {
        role: "assistant",
        finish_reason: "length",
        parts: [
          { type: "reasoning", content: "Looking." },
          {
            type: "server_tool_call",
            id: "w",
            name: "web_search",
            server_tool_call: {
              type: "web_search",
              id: "w",
              status: "completed",
              action: { query: "cat" },
            },
          },
          { type: "text", content: "A c" },
        ],
      },
    ],
  );
});
