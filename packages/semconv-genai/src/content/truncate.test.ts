import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { CONTENTS } from "../validate/arbitrary.test.helper.ts";
import { encodeContent } from "./encode.ts";
import { assertFollows } from "./schemas.test.helper.ts";
import { truncateContent } from "./truncate.ts";

for (const kind of [
  "gen_ai.input.messages",
  "gen_ai.output.messages",
  "gen_ai.system_instructions",
  "gen_ai.tool.definitions",
  "gen_ai.tool.call.arguments",
  "gen_ai.retrieval.documents",
] as const) {
  test(`${kind} that is cut fits its budget, is still JSON and follows its schema`, () => {
    const content = CONTENTS[kind];
    assert.ok(content);
    fc.assert(
      fc.property(content, fc.integer({ min: 0, max: 400 }), (value, budget) => {
        const short = truncateContent(value, budget);
        if (short === undefined) return;
        assert.ok(Buffer.byteLength(JSON.stringify(short)) <= budget);
        assertFollows(kind, short);
        assert.deepEqual(truncateContent(short, budget), short);
      }),
      { numRuns: 300 },
    );
  });
}

test("what fits is only copied, so that later changes of the application are not recorded", () => {
  const message = { role: "user", parts: [{ type: "text", content: "hi" }] };
  const copy = truncateContent([message], 1000);
  message.parts.length = 0;
  assert.deepEqual(copy, [{ role: "user", parts: [{ type: "text", content: "hi" }] }]);
});

test("long texts are cut to one length, short ones and structure stay", () => {
  const short = truncateContent(
    [
      { role: "system", parts: [{ type: "text", content: "Be brief." }] },
      { role: "user", parts: [{ type: "text", content: "ä".repeat(500) }] },
      {
        role: "user",
        parts: [{ type: "tool_call", name: "f", arguments: { q: "x".repeat(900) } }],
      },
    ],
    400,
  );
  const text = JSON.stringify(short);
  assert.ok(
    text.startsWith('[{"role":"system","parts":[{"type":"text","content":"Be brief."}]},'),
    text,
  );
  const cut = /"content":"(?<user>ä+…)".*"q":"(?<call>x+…)"/.exec(text)?.groups;
  const difference =
    Buffer.byteLength(cut?.["user"] ?? "") - Buffer.byteLength(cut?.["call"] ?? "");
  assert.ok(Math.abs(difference) <= 1, text);
  assert.ok(Buffer.byteLength(JSON.stringify(short)) > 390);
});

test("the oldest messages go when texts alone are not enough, and the last is kept", () => {
  const messages = Array.from({ length: 200 }, (_, index) => ({
    role: "user",
    parts: [{ type: "text", content: `message ${index} ${"x".repeat(50)}` }],
  }));
  const short = truncateContent(messages, 2000);
  assert.ok(Array.isArray(short) && short.length > 5 && short.length < 60);
  assert.match(JSON.stringify(short.at(-1)), /message 199/);
});

test("binary data goes before any text is cut", () => {
  const short = truncateContent(
    [
      {
        role: "user",
        parts: [
          { type: "blob", modality: "image", content: "A".repeat(10_000) },
          { type: "uri", modality: "image", uri: `data:image/png;base64,${"A".repeat(10_000)}` },
          { type: "text", content: "What is in the picture?" },
        ],
      },
    ],
    500,
  );
  assert.deepEqual(short, [
    {
      role: "user",
      parts: [
        { type: "blob", modality: "image", content: "" },
        { type: "uri", modality: "image", uri: "data:image/png;base64,…" },
        { type: "text", content: "What is in the picture?" },
      ],
    },
  ]);
});

test("no character is cut in half", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat({ max: 60 }), (value, budget) => {
      const short = truncateContent(value, budget);
      assert.ok(typeof short === "string");
      assert.ok(Buffer.byteLength(JSON.stringify(short)) - 2 <= Math.max(budget, 0));
      assert.equal(short.isWellFormed() || !value.isWellFormed(), true);
    }),
  );
});

test("what is not JSON is not recorded", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  for (const value of [cycle, { count: 1n }, () => 1, undefined]) {
    assert.equal(truncateContent(value, 1000), undefined);
  }
});

test("ten megabytes are cut within a second", () => {
  const messages = Array.from({ length: 10_000 }, () => ({
    role: "user",
    parts: [{ type: "text", content: "x".repeat(1000) }],
  }));
  const begin = performance.now();
  const short = truncateContent(messages, 65_536);
  assert.ok(performance.now() - begin < 1000, `${performance.now() - begin} ms`);
  assert.ok(Buffer.byteLength(JSON.stringify(short)) <= 65_536);
});

test("the redaction hook sees each content and may change or drop it", () => {
  const options = {
    maxContentBytes: 1000,
    redact: ({ kind, value }: { kind: string; value: unknown }): unknown =>
      kind === "gen_ai.input.messages" ? [] : kind === "gen_ai.output.messages" ? undefined : value,
  };
  assert.equal(encodeContent("gen_ai.input.messages", [1], options, "json"), "[]");
  assert.equal(encodeContent("gen_ai.output.messages", [1], options, "json"), undefined);
  assert.deepEqual(encodeContent("gen_ai.tool.call.result", { a: 1 }, options, "structured"), {
    a: 1,
  });
  assert.equal(encodeContent("gen_ai.memory.query.text", "tea", options, "json"), "tea");
});
