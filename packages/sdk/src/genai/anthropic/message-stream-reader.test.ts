import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fields } from "../fields.ts";
import { MessageStreamReader } from "./message-stream-reader.ts";

const events: readonly Fields[] = [
  {
    type: "message_start",
    message: { id: "m", model: "claude", usage: { input_tokens: 3, output_tokens: 1 } },
  },
  { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "hm" } },
  { type: "content_block_start", index: 1, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "Hel" } },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "lo" } },
  {
    type: "content_block_start",
    index: 2,
    content_block: { type: "tool_use", id: "t1", name: "look_up", input: {} },
  },
  {
    type: "content_block_delta",
    index: 2,
    delta: { type: "input_json_delta", partial_json: '{"q":' },
  },
  {
    type: "content_block_delta",
    index: 2,
    delta: { type: "input_json_delta", partial_json: '"x"}' },
  },
  {
    type: "message_delta",
    delta: { stop_reason: "tool_use" },
    usage: { output_tokens: 9, cache_read_input_tokens: null },
  },
  { type: "message_stop" },
];

test("a stream's contents are put together as an answer that is not streamed has them", () => {
  const { output, finishReasons, usage, id, model } = read(events, 1000).result();
  assert.deepEqual([id, model, finishReasons], ["m", "claude", ["tool_calls"]]);
  assert.deepEqual([usage?.inputTokens, usage?.outputTokens], [3, 9]);
  assert.deepEqual(output?.(), [
    {
      role: "assistant",
      parts: [
        { type: "reasoning", content: "hm" },
        { type: "text", content: "Hello" },
        { type: "tool_call", id: "t1", name: "look_up", arguments: { q: "x" } },
      ],
      finish_reason: "tool_call",
    },
  ]);
});

test("no more characters are kept than there is room for; arguments that are cut are a text", () => {
  const [message] = read(events, 10).result().output?.() ?? [];
  assert.deepEqual(message?.parts.slice(1), [
    { type: "text", content: "Hello" },
    { type: "tool_call", id: "t1", name: "look_up", arguments: '{"q' },
  ]);
});

test("without room nothing is kept", () => {
  assert.equal(read(events, 0).result().output, undefined);
});

test("of a stream that was left early the placeholder of its output is not told", () => {
  const reader = read(events.slice(0, 6), 0);
  assert.equal(reader.result().usage?.outputTokens, undefined);
  assert.equal(reader.result().usage?.inputTokens, 3);
  assert.equal(reader.fault()?.constructor.name, "IncompleteStreamError");
  assert.equal(read(events, 0).fault(), undefined);
});

test("the calls of tools are noted as they come", () => {
  const noted: unknown[] = [];
  const reader = new MessageStreamReader(0, (block) => noted.push(block["id"]));
  for (const event of events) reader.chunk(event);
  assert.deepEqual(noted, ["t1"]);
});

test("events of any shape do no harm", () => {
  const reader = new MessageStreamReader(100, () => undefined);
  const shapes: readonly Fields[] = [
    { type: "message_start" },
    { type: "content_block_start", index: {}, content_block: 7 },
    { type: "content_block_delta", index: 99, delta: { type: "text_delta", text: {} } },
    { type: "content_block_delta", delta: { type: "__proto__" } },
    { type: "message_delta", delta: null, usage: "many" },
    { type: ["message_stop"] },
    {},
  ];
  for (const event of shapes) reader.chunk(event);
  assert.equal(reader.result().id, undefined);
});

function read(all: readonly Fields[], maxText: number): MessageStreamReader {
  const reader = new MessageStreamReader(maxText, () => undefined);
  for (const event of all) reader.chunk(event);
  return reader;
}
