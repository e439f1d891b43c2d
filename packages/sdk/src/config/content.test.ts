import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import { readConfig } from "./read-config.ts";

test("readConfig() captures no content by default, and redacts by every rule what is captured", () => {
  const { config, problems } = readConfig({});
  assert.deepEqual(problems, []);
  assert.deepEqual(config.content, {
    capture: "none",
    form: "text",
    maxBytes: 65_536,
    redact: ["private-key", "jwt", "api-key", "credential", "email", "card", "iban", "phone"],
    patterns: [],
    attributes: [],
    allow: [],
  });
});

const captures = [
  [{ general: "true" }, "span_and_event"],
  [{ general: "SPAN_ONLY" }, "span"],
  [{ general: "event_only" }, "event"],
  [{ general: "SPAN_AND_EVENT" }, "span_and_event"],
  [{ general: "NO_CONTENT" }, "none"],
  [{ general: "false" }, "none"],
  [{ general: "yes please" }, "none"],
  [{ own: "both" }, "span_and_event"],
  [{ own: "Span" }, "span"],
  [{ own: "event", general: "true" }, "event"],
  [{ own: "none", general: "true" }, "none"],
  [{ own: "everything", general: "true" }, "none"],
] as const;

for (const [given, expected] of captures) {
  test(`readConfig() reads ${JSON.stringify(given)} as capture ${expected}`, () => {
    const { general = "", own = "" }: { general?: string; own?: string } = given;
    const { config } = readConfig({
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: general,
      AGENT_OTEL_CONTENT_CAPTURE: own,
    });
    assert.equal(config.content.capture, expected);
  });
}

test("readConfig() takes what is mistyped for the wish to record less, and says so", () => {
  const { config, problems } = readConfig({
    AGENT_OTEL_CONTENT_CAPTURE: "span",
    AGENT_OTEL_CONTENT_FORM: "hashed",
    AGENT_OTEL_CONTENT_REDACT: "emails",
    AGENT_OTEL_CONTENT_PATTERNS: "id=C-\\d{8} order@gen_ai.tool.call.*=O\\d+ bad=(a+)+ nothing",
    AGENT_OTEL_CONTENT_ALLOW: "*,input.value",
    AGENT_OTEL_CONTENT_CANARY: "two words",
  });
  const { form, redact, patterns, allow, canary } = config.content;
  assert.deepEqual([form, redact.length, allow, canary], ["length", 8, ["input.value"], undefined]);
  assert.deepEqual(patterns, [
    { name: "id", source: "C-\\d{8}" },
    { name: "order", attributes: "gen_ai.tool.call.*", source: "O\\d+" },
  ]);
  assert.deepEqual(problems.map(formatProblem), [
    "AGENT_OTEL_CONTENT_CANARY: expected 8 or more letters, digits, _ and -, which are the same in every format; nothing is looked for.",
    'AGENT_OTEL_CONTENT_FORM: expected one of text, length, hash, got "hashed" (did you mean hash?); lengths alone are recorded.',
    'AGENT_OTEL_CONTENT_REDACT: expected one of private-key, jwt, api-key, credential, email, card, iban, phone, none, got "emails" (did you mean email?); it is left out.',
    'AGENT_OTEL_CONTENT_PATTERNS: expected no "(a+" in a pattern, got "bad=(a+)+"; this pattern is left out.',
    'AGENT_OTEL_CONTENT_PATTERNS: expected name=pattern or name@attribute=pattern, got "nothing"; this pattern is left out.',
    'AGENT_OTEL_CONTENT_ALLOW: expected names of attributes, or their beginnings with * behind them, got "*"; it is left out.',
  ]);
});

test("readConfig() tells who asks for lengths of what is not captured", () => {
  const { problems } = readConfig({ AGENT_OTEL_CONTENT_FORM: "length" });
  assert.deepEqual(problems.map(formatProblem), [
    'AGENT_OTEL_CONTENT_FORM: expected AGENT_OTEL_CONTENT_CAPTURE to say where, for contents are not captured, got "length"; nothing is recorded.',
  ]);
});

test("readConfig() takes the same as options, and shows no key", () => {
  const content = {
    capture: "both",
    form: "hash",
    hashKey: "very secret",
    redact: ["email", "card"],
    attributes: ["acme.*"],
    maxBytes: 1000,
  } as const;
  const { config, settings, problems } = readConfig({}, { content });
  assert.deepEqual(problems, []);
  assert.deepEqual(config.content, {
    ...content,
    capture: "span_and_event",
    patterns: [],
    allow: [],
  });
  assert.ok(!JSON.stringify([...settings]).includes("very secret"));
});
