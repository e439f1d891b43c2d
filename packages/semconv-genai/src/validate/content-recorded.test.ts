import assert from "node:assert/strict";
import { test } from "node:test";
import { SpanKind } from "@opentelemetry/api";
import { formatFinding } from "./finding.ts";
import { validateEvent } from "./validate-event.ts";
import { validateSpan } from "./validate-span.ts";
import type { SpanInput } from "./validate-span.ts";

const CHAT: SpanInput = {
  name: "chat gpt-5",
  kind: SpanKind.CLIENT,
  attributes: {
    "gen_ai.operation.name": "chat",
    "gen_ai.system": "openai",
    "gen_ai.request.model": "gpt-5",
  },
};

for (const [name, value] of [
  ["gen_ai.prompt", "x"],
  ["gen_ai.prompt.0.content", "x"],
  ["gen_ai.prompt.12.content.0.text", "x"],
  ["gen_ai.completion.0.content", "x"],
  ["gen_ai.completion.1.tool_calls.0.arguments", "{}"],
  ["gen_ai.event.content", "x"],
] as const) {
  test(`${name} is content, which capture allows`, () => {
    const span = { ...CHAT, attributes: { ...CHAT.attributes, [name]: value } };
    const message = `error content_recorded: chat gpt-5: ${name} holds content, and capture is off`;
    assert.deepEqual(contentFindings(span), [message]);
    assert.deepEqual(contentFindings(span, true), []);
  });
}

for (const [name, attributes] of [
  ["gen_ai.user.message", { role: "user", content: "x" }],
  ["gen_ai.choice", { index: 0, message: '{"content":"x"}' }],
  ["gen_ai.assistant.message", { tool_calls: '[{"function":{"arguments":"{}"}}]' }],
] as const) {
  test(`the attributes of the old event ${name} are content, on spans and as log record`, () => {
    const span = { ...CHAT, events: [{ name, attributes }] };
    assert.deepEqual(contentFindings(span), [
      `error content_recorded: chat gpt-5: event ${name} holds content, and capture is off`,
    ]);
    assert.deepEqual(contentFindings(span, true), []);
    const codes = validateEvent(
      { eventName: name, attributes },
      { version: "1.36", content: false },
    ).map(({ level, code }) => `${level} ${code}`);
    assert.deepEqual(codes, ["error content_recorded"]);
  });
}

test("what says nothing of a conversation is no content", () => {
  const span = {
    ...CHAT,
    attributes: { ...CHAT.attributes, "gen_ai.prompt.0.role": "user" },
    events: [
      { name: "gen_ai.assistant.message", attributes: { role: "assistant", content: "" } },
      { name: "gen_ai.choice", attributes: { index: 0, finish_reason: "stop" } },
      { name: "exception", attributes: { content: "x" } },
    ],
  };
  assert.deepEqual(contentFindings(span), []);
});

test("a tool may answer what is no object", () => {
  for (const result of ["sunny", '["a"]', 42, null, ["a"]]) {
    const attributes = {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "t",
      "gen_ai.tool.call.result": result,
    };
    const span = { name: "execute_tool t", kind: SpanKind.INTERNAL, attributes };
    assert.deepEqual(validateSpan(span, { content: true }).map(formatFinding), [
      "info invalid_content: execute_tool t: gen_ai.tool.call.result is no object",
    ]);
  }
});

test("numbers that are none are wrong", () => {
  const attributes = { "gen_ai.request.temperature": Number.NaN, "gen_ai.request.max_tokens": 1.5 };
  const span = { ...CHAT, attributes: { ...CHAT.attributes, ...attributes } };
  assert.deepEqual(validateSpan(span, { version: "1.36" }).map(formatFinding), [
    "error wrong_type: chat gpt-5: gen_ai.request.temperature must be double, is NaN",
    "error wrong_type: chat gpt-5: gen_ai.request.max_tokens must be int, is double",
  ]);
});

function contentFindings(span: SpanInput, content = false): readonly string[] {
  return validateSpan(span, { version: "1.36", content })
    .filter(({ code }) => code === "content_recorded")
    .map(formatFinding);
}
