import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Attributes,
  type Span,
  SpanStatusCode,
  trace,
  ROOT_CONTEXT,
} from "@opentelemetry/api";
import { readConfig } from "../config/read-config.ts";
import { createProcessor, createRecording } from "../trace/recording.test.helper.ts";
import { createContentPolicy, type ContentPolicy } from "./content-policy.ts";
import { findText } from "./find-text.ts";
import { both, engines, policyOf, recorderOf } from "./policy-engines.test.helper.ts";
import type { ContentHook } from "./rewrite-content.ts";

for (const [name, start] of Object.entries(engines)) {
  const record = recorderOf(start);
  const attributesOf = (policy: ContentPolicy, given: Attributes, scope?: string): Attributes =>
    record(policy, (span) => span.setAttributes(given), scope).attributes;

  test(`contents go, and everything else stays as it is (${name})`, () => {
    const given = {
      "gen_ai.operation.name": "chat",
      "gen_ai.input.messages": "said",
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": "said",
      "llm.output_messages.0.message.role": "said with more than a word",
      "ai.value": 5,
      prompt: "said",
      list: [1, 2],
      last: true,
    };
    assert.deepEqual(attributesOf(policyOf(), given), {
      "gen_ai.operation.name": "chat",
      "llm.input_messages.0.message.role": "user",
      list: [1, 2],
      last: true,
    });
  });

  test(`common names are contents on GenAI spans only (${name})`, () => {
    const given = { input: "said", prompt: "said", "http.route": "/a" };
    assert.deepEqual(attributesOf(policyOf(), given), given);
    assert.deepEqual(attributesOf(policyOf(), given, "pydantic-ai"), { "http.route": "/a" });
    const marked = { ...given, "gen_ai.request.model": "m" };
    assert.deepEqual(Object.keys(attributesOf(policyOf(), marked)), [
      "http.route",
      "gen_ai.request.model",
    ]);
    const carried = { ...given, "gen_ai.conversation.id": "c" };
    assert.deepEqual(attributesOf(policyOf(), carried), carried);
  });

  test(`what is captured is redacted and shortened, JSON so that it stays JSON (${name})`, () => {
    const messages = [
      { role: "user", parts: [{ type: "text", content: "old ".repeat(500) }] },
      { role: "user", parts: [{ type: "text", content: "to jane@x.example" }] },
    ];
    const policy = policyOf({ ...both, AGENT_OTEL_CONTENT_MAX_BYTES: "300" });
    const attributes = attributesOf(policy, {
      "gen_ai.input.messages": JSON.stringify(messages),
      "input.value": `${"x".repeat(400)} jane@x.example`,
    });
    const written = String(attributes["gen_ai.input.messages"]);
    assert.match(JSON.parse(written).at(-1).parts[0].content, /^to \[email:.{8}\]$/);
    assert.ok(Buffer.byteLength(written) <= 300);
    assert.match(String(attributes["input.value"]), /^x+…$/);
  });

  test(`the hook decides first, and what it throws lets nothing out (${name})`, () => {
    const asked: string[] = [];
    const hook: ContentHook = ({ attribute, value }) => {
      asked.push(attribute);
      if (attribute === "input.value") throw new Error("the hook's");
      return attribute === "output.value" ? undefined : `${String(value)} jane@x.example`;
    };
    const kept = attributesOf(policyOf(both, hook), {
      "output.value": "said",
      "ai.prompt": "said",
    });
    assert.deepEqual(Object.keys(kept), ["ai.prompt"]);
    assert.match(String(kept["ai.prompt"]), /^said \[email:.{8}\]$/);
    const { tracer, spans } = start(policyOf(both, hook));
    const attributes = { "input.value": "said", other: "said too" };
    tracer("app").startSpan("a", { attributes }).end();
    // Ours is dropped and counted; upstream's is emptied.
    assert.deepEqual(
      spans.map((span) => span.attributes),
      name === "upstream" ? [{}] : [],
    );
    assert.deepEqual(asked, ["output.value", "ai.prompt", "input.value"]);
  });

  test(`what comes by a second time is as the first (${name})`, () => {
    for (const form of ["text", "length", "hash"]) {
      const policy = policyOf({ ...both, AGENT_OTEL_CONTENT_FORM: form });
      const first = attributesOf(policy, { "ai.prompt": "to jane@x.example" });
      assert.deepEqual(attributesOf(policy, first), first, form);
    }
  });

  test(`errors are cut to type, code and places in the code, where they may quote a prompt (${name})`, () => {
    const error = new RangeError("429 you said: secret\n    at secret (secret:1:1)");
    const span = record(
      policyOf(),
      (running) => {
        running.recordException(error);
        running.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
        running.setAttribute("error.message", error.message);
        running.setAttribute("error.type", "RangeError");
      },
      "openai",
    );
    const [event] = span.events;
    assert.equal(event?.attributes?.["exception.type"], "RangeError");
    assert.equal(event.attributes["exception.message"], "429");
    assert.match(
      String(event.attributes["exception.stacktrace"]),
      /^    at .*content-policy\.test\.ts:\d+:\d+\)?/,
    );
    assert.deepEqual(span.status, { code: SpanStatusCode.ERROR, message: "429" });
    assert.deepEqual(span.attributes, { "error.message": "429", "error.type": "RangeError" });
    assert.equal(findText([span.events, span.attributes, span.status], "secret"), undefined);
  });

  test(`errors elsewhere keep their words, unless one of GenAI has failed below (${name})`, () => {
    const { tracer, spans } = start(policyOf());
    const root = tracer("http").startSpan("root");
    const inRoot = trace.setSpan(ROOT_CONTEXT, root);
    const middle = tracer("app").startSpan("middle", {}, inRoot);
    const other = tracer("app").startSpan("other", {}, inRoot);
    fail(tracer("openai").startSpan("chat", {}, trace.setSpan(inRoot, middle)));
    middle.end();
    fail(other, "secret of its own");
    fail(root);
    const leaks = spans.filter(
      (span) => findText([span.events, span.status], "secret") !== undefined,
    );
    assert.deepEqual(
      leaks.map((span) => span.name),
      ["other"],
    );
  });
}

test("users' processors see what the policy has left, and contents that they share cannot be kept", () => {
  const seen: unknown[] = [];
  const { provider } = createRecording({
    endHooks: [policyOf().endHook],
    processors: [
      createProcessor({
        onEnding: (span) => Object.freeze(span.attributes),
        onEnd: ({ attributes }) => seen.push({ ...attributes }),
      }),
    ],
  });
  const attributes = { "input.value": "said", other: 1 };
  provider.getTracer("app").startSpan("a", { attributes }).end();
  assert.deepEqual(seen, [{ other: 1 }]);
});

test("what was done is counted by signal, and the first of it is told once", () => {
  const lines: string[] = [];
  const { config } = readConfig({});
  const policy = createContentPolicy(config.content, { tell: (line) => lines.push(line) });
  const { provider } = createRecording({ endHooks: [policy.endHook] });
  for (const model of ["a", "b"]) {
    const attributes = { "gen_ai.request.model": model, "ai.prompt": "said", input: "said" };
    const span = provider.getTracer("app").startSpan("a", { attributes });
    span.recordException(new Error("said"));
    span.end();
  }
  assert.deepEqual(policy.figures, {
    traces: { removed: 4, rewritten: 0, error_cut: 4 },
    metrics: { removed: 0, rewritten: 0, error_cut: 0 },
    logs: { removed: 0, rewritten: 0, error_cut: 0 },
  });
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /removed ai\.prompt, .*CAPTURE_MESSAGE_CONTENT/);
});

function fail(span: Span, message = "secret"): void {
  span.recordException(new Error(message));
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.end();
}
