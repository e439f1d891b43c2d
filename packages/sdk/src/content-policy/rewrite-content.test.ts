import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "../config/read-config.ts";
import { hostileValues } from "../trace/hostile-values.test.helper.ts";
import { createRewriteContent, type RewriteContent } from "./rewrite-content.ts";

function rewriterOf(env: Record<string, string> = {}): RewriteContent {
  const { config, problems } = readConfig({ AGENT_OTEL_CONTENT_CAPTURE: "both", ...env });
  assert.deepEqual(problems, []);
  return createRewriteContent(config.content);
}

test("an own pattern takes out what it finds, of the attributes that it is for", () => {
  const rewrite = rewriterOf({
    AGENT_OTEL_CONTENT_PATTERNS: "customer=C-\\d{8} order@gen_ai.tool.*=ORD-\\d+",
  });
  const value = "C-12345678 ordered ORD-77";
  assert.match(
    String(rewrite({ attribute: "gen_ai.tool.call.arguments", value })),
    /^\[customer:.{8}\] ordered \[order:.{8}\]$/,
  );
  assert.match(
    String(rewrite({ attribute: "gen_ai.input.messages", value })),
    /^\[customer:.{8}\] ordered ORD-77$/,
  );
});

test("without rules texts stay, up to the most bytes", () => {
  const rewrite = rewriterOf({
    AGENT_OTEL_CONTENT_REDACT: "none",
    AGENT_OTEL_CONTENT_MAX_BYTES: "64",
  });
  const short = "to jane@x.example";
  assert.equal(rewrite({ attribute: "a", value: short }), short);
  for (const value of ["中".repeat(1000), JSON.stringify(["é".repeat(1000)]), ["x".repeat(1000)]]) {
    const kept = rewrite({ attribute: "a", value });
    const bytes = Buffer.byteLength(typeof kept === "string" ? kept : JSON.stringify(kept));
    assert.ok(bytes <= 64 && bytes > 10, JSON.stringify(kept));
  }
});

test("hashes tell which contents are the same, in several processes only with a key", () => {
  const form = { AGENT_OTEL_CONTENT_FORM: "hash" };
  const hash = (value: unknown, key = ""): unknown =>
    rewriterOf({ ...form, AGENT_OTEL_CONTENT_HASH_KEY: key })({ attribute: "a", value });
  assert.match(String(hash("said")), /^\[hash:[0-9a-f]{16} length:4\]$/);
  assert.equal(hash("said"), hash("said"));
  assert.notEqual(hash("said"), hash("sad!"));
  assert.notEqual(hash("said"), hash("said", "key"));
  assert.equal(hash({ a: 1 }, "key"), "[hash:88a67f24bbcdaed0 length:7]");
});

test("a secret at the place where a very long text is cut is not cut in two", () => {
  const secret = "jane.doe@mail.example.com";
  const limit = 4 * 1024 * 1024;
  const rewrite = rewriterOf({ AGENT_OTEL_CONTENT_MAX_BYTES: String(limit * 2) });
  for (const before of [1, 5, 12, secret.length]) {
    const value = `${" ".repeat(limit - before)}${secret} and more`;
    const kept = String(rewrite({ attribute: "a", value }));
    assert.ok(!kept.includes("jane"), String(before));
  }
});

for (const [name, make] of Object.entries(hostileValues)) {
  test(`${name} as a content is written as text, a plain value or nothing, in every form`, () => {
    for (const form of ["text", "length", "hash"]) {
      const kept = rewriterOf({ AGENT_OTEL_CONTENT_FORM: form })({ attribute: "a", value: make() });
      assert.doesNotThrow(() =>
        JSON.stringify(kept, (_, part) => (typeof part === "bigint" ? "n" : part)),
      );
      if (form !== "text" && kept !== undefined)
        assert.match(JSON.stringify(kept), /length:\d+\]"$/);
    }
  });
}
