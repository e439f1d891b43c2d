import assert from "node:assert/strict";
import { test } from "node:test";
import * as genAi from "@agent-otel/semconv-genai";
import * as conventions from "@opentelemetry/semantic-conventions";
import * as incubating from "@opentelemetry/semantic-conventions/incubating";
import { createClassifier } from "./classify-attribute.ts";
import { contentRows } from "./content-attributes.ts";
import { isGenAiScope } from "./genai-marks.ts";

const classify = createClassifier({ attributes: [], allow: [] });

test("every attribute of the table is a content, with whatever follows a beginning", () => {
  for (const { names, kind, onGenAiOnly = false } of contentRows) {
    for (const name of names.split(" ")) {
      const full = name.replace(/\*$/, ".0.message.content");
      const { kind: found, onGenAiOnly: late } = classify(full) ?? {};
      assert.deepEqual([found, late], [kind, onGenAiOnly], full);
    }
  }
});

test("of all attributes of the conventions those are contents that the conventions call so", () => {
  const names = [genAi, conventions, incubating].flatMap((module) =>
    Object.entries(module).flatMap(([key, name]) =>
      typeof name === "string" && (key.startsWith("ATTR_") || isGenAiAttribute(key)) ? [name] : [],
    ),
  );
  assert.ok(names.length > 500, String(names.length));
  const contents = new Set(names.filter((name) => classify(name)?.kind !== undefined));
  assert.deepEqual([...contents].toSorted(), [
    "gen_ai.completion",
    "gen_ai.evaluation.explanation",
    "gen_ai.input.messages",
    "gen_ai.memory.query.text",
    "gen_ai.memory.records",
    "gen_ai.output.messages",
    "gen_ai.prompt",
    "gen_ai.retrieval.documents",
    "gen_ai.retrieval.query.text",
    "gen_ai.system_instructions",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result",
    "gen_ai.tool.definitions",
  ]);
});

test("an attribute of a GenAI product that nobody has told us of is judged by its last word", () => {
  for (const name of [
    "traceloop.new.prompt",
    "ai.next.messages",
    "llm.some_input",
    "mcp.whatever.arguments",
    "langsmith.run.outputs",
    "gen_ai.agent.final_answer",
  ]) {
    assert.equal(classify(name)?.kind, "input", name);
  }
  for (const name of ["acme.prompt", "http.request.body", "messages.count", "gen_ai.output.type"]) {
    assert.equal(classify(name)?.kind, undefined, name);
  }
});

test("metadata of a call are contents, whichever product records them", () => {
  for (const name of [
    "ai.telemetry.metadata.note",
    "braintrust.metadata",
    "langfuse.trace.metadata.note",
    "langsmith.metadata.note",
    "opik.metadata",
  ]) {
    assert.equal(classify(name)?.kind, "input", name);
  }
  assert.deepEqual(
    [classify("metadata")?.kind, classify("metadata")?.onGenAiOnly],
    ["input", true],
  );
});

test("names of prompts, models and reasons are no contents, and neither is what the user allows", () => {
  for (const name of ["gen_ai.prompt.name", "gen_ai.request.model", "ai.response.finishReason"]) {
    assert.deepEqual([classify(name)?.kind, classify(name)?.marks], [undefined, true], name);
  }
  assert.equal(classify("llm.input_messages.0.message.role")?.harmless, "words");
  const own = createClassifier({
    attributes: ["acme.chat.*", "acme.note"],
    allow: ["langfuse.trace.metadata*", "input.value"],
  });
  assert.equal(own("acme.chat.0.text")?.kind, "input");
  assert.equal(own("acme.note")?.kind, "input");
  assert.equal(own("acme.notes"), undefined);
  assert.equal(own("input.value")?.kind, undefined);
  assert.equal(own("langfuse.trace.metadata.team")?.kind, undefined);
  assert.equal(own("output.value")?.kind, "output");
});

test("what is copied to every span of a trace does not make it one of GenAI", () => {
  for (const name of ["gen_ai.conversation.id", "langfuse.session.id", "traceloop.workflow.name"]) {
    assert.notEqual(classify(name)?.marks, true, name);
  }
  for (const name of ["gen_ai.operation.name", "mcp.method.name", "openinference.span.kind"]) {
    assert.equal(classify(name)?.marks, true, name);
  }
});

test("instrumentations of GenAI are known by their scopes", () => {
  for (const scope of [
    "@opentelemetry/instrumentation-openai",
    "@traceloop/instrumentation-langchain",
    "@arizeai/openinference-instrumentation-anthropic",
    "@agent-otel/semconv-genai",
    "openlit",
    "pydantic-ai",
    "ai",
    "langfuse-sdk",
    "@modelcontextprotocol/sdk",
  ]) {
    assert.ok(isGenAiScope(scope), scope);
  }
  for (const scope of ["@opentelemetry/instrumentation-http", "mail", "email-ai2", "llmao", ""]) {
    assert.ok(!isGenAiScope(scope), scope);
  }
});

function isGenAiAttribute(key: string): boolean {
  return /^(?:GEN_AI|MCP|OPENAI|ERROR|SERVER)_/.test(key) && isAttribute(key);
}

/** The package has names of metrics and values of attributes beside those of attributes. */
function isAttribute(key: string): boolean {
  return (
    !/_(?:VALUE|DURATION|USAGE|TOKENS)_|DURATION$|USAGE$/.test(key) && !key.startsWith("EVENT_")
  );
}
