import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decide, type WantedCall } from "./decide.ts";
import type { CompletionRequest, RequestMessage } from "./request.ts";

const allTools = ["order_lookup", "search_knowledge", "calculate"];

function request(messages: readonly RequestMessage[], names = allTools): CompletionRequest {
  const tools = names.map((name) => ({ type: "function", function: { name } }));
  return { model: "m", messages, tools };
}

function user(content: string): RequestMessage {
  return { role: "user", content };
}

const order = (orderNumber: number): WantedCall => ({
  name: "order_lookup",
  args: { orderNumber },
});
const calculate = (expression: string): WantedCall => ({ name: "calculate", args: { expression } });
const search = (query: string): WantedCall => ({ name: "search_knowledge", args: { query } });

const returnPolicy = "What is your return policy?";
const both = "Where is order #1042, and how much is shipping?";
const questions: readonly (readonly [question: string, calls: readonly WantedCall[]])[] = [
  ["Where is my order 1042, and what is 17% of 249.90?", [order(1042), calculate("17% * 249.90")]],
  ["Status of order no. 1042?", [order(1042)]],
  ["Compare orders 1042 and 1043", [order(1042), order(1043)]],
  ["order 1042, order 1042", [order(1042)]],
  [returnPolicy, [search(returnPolicy)]],
  [both, [order(1042), search(both)]],
  ["What is 12 * (3 + 4)?", [calculate("12 * (3 + 4)")]],
  ["2^10", [calculate("2^10")]],
  ["What is 1,200 / 4 and 5 + 6?", [calculate("1200 / 4"), calculate("5 + 6")]],
  ["20 percent of 50", [calculate("20 % * 50")]],
  ["What is 19% of the total of order 1045?", [order(1045)]],
  ["Are you open on 2026-12-24?", [search("Are you open on 2026-12-24?")]],
];

describe("decide()", () => {
  for (const [question, calls] of questions) {
    it(`calls tools for "${question}"`, () => {
      assert.deepEqual(decide(request([user(question)])), { kind: "tools", calls });
    });
  }

  it("answers a greeting without tools", () => {
    assert.deepEqual(decide(request([user("Hello there!")])), {
      kind: "text",
      text: "Hello! Ask me about an order, about the shop, or for a calculation.",
    });
  });

  it("calls only tools that it was offered", () => {
    const text = "I cannot look anything up at the moment.";
    assert.deepEqual(decide(request([user("order 1042")], ["calculate"])), { kind: "text", text });
    const forbidden = { ...request([user("order 1042")]), tool_choice: "none" };
    assert.deepEqual(decide(forbidden), { kind: "text", text });
  });

  it("stays quick with a long text that is full of numbers", () => {
    const started = performance.now();
    decide(request([user("1 + ".repeat(4_000))]));
    decide(request([user(`order ${"(".repeat(8_000)}`)]));
    decide(request([user("9".repeat(8_000))]));
    decide(request([user("1.".repeat(4_000))]));
    assert.ok(performance.now() - started < 2_000);
  });
});

function called(name: string, args: object, result: string): RequestMessage[] {
  const call = { id: "c1", function: { name, arguments: JSON.stringify(args) } };
  return [
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", tool_call_id: "c1", content: result },
  ];
}

describe("decide() with results of tools", () => {
  it("calculates a share of a total once it knows the total", () => {
    const messages = [
      user("What is 19% of the total of order 1045?"),
      ...called("order_lookup", { orderNumber: 1045 }, '{"found":true,"totalEur":178}'),
    ];
    const calls = [calculate("19% * 178")];
    assert.deepEqual(decide(request(messages)), { kind: "tools", calls });
  });

  const results: readonly (readonly [name: string, args: object, result: string, text: string])[] =
    [
      ["calculate", { expression: "17% * 249.90" }, "42.483", "17% * 249.90 = 42.483."],
      [
        "calculate",
        { expression: "1/0" },
        '{"error":"division by zero"}',
        "I could not use calculate: division by zero.",
      ],
      ["order_lookup", { orderNumber: 7 }, '{"found":false}', "I found no order 7."],
      [
        "search_knowledge",
        { query: "x" },
        '{"passages":[]}',
        "I found nothing about that in our documents.",
      ],
      [
        "search_knowledge",
        { query: "x" },
        '{"passages":[{"document":"returns","heading":"How long","text":"30 days."}]}',
        "30 days. (returns: How long)",
      ],
      ["search_knowledge", {}, "garbage", "I found nothing about that in our documents."],
    ];
  for (const [name, args, result, text] of results) {
    it(`makes a sentence of ${name} ${result.slice(0, 30)}`, () => {
      const messages = [user("?"), ...called(name, args, result)];
      assert.deepEqual(decide(request(messages)), { kind: "text", text });
    });
  }

  it("looks at the last question only", () => {
    const messages = [
      user("order 1042"),
      ...called("order_lookup", { orderNumber: 1042 }, '{"found":false}'),
      { role: "assistant", content: "I found no order 1042." } as const,
      user("2 + 2"),
    ];
    assert.deepEqual(decide(request(messages)), { kind: "tools", calls: [calculate("2 + 2")] });
  });
});
