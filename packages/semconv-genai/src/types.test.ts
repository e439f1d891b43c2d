import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createAgentSpan,
  embeddingsSpan,
  executeToolSpan,
  fetchResponseSpan,
  GEN_AI_CLIENT_TOKEN_USAGE,
  GEN_AI_EXECUTE_TOOL_DURATION,
  inference,
  inferenceSpan,
  invokeAgentSpan,
  invokeRemoteAgentSpan,
  mcpClientSpan,
  mcpServerSpan,
  memorySpan,
  recordMetric,
  retrieval,
} from "./index.ts";

/*
 * The compiler runs these: an expected error that does not occur is an error of the build. The tests show what happens
 * to callers who do not compile: nothing is thrown.
 */

test("an attribute that is required does not compile where it is missing", () => {
  assert.doesNotThrow(() => {
    // @ts-expect-error -- gen_ai.provider.name is missing
    inferenceSpan({ "gen_ai.operation.name": "chat" });
    // @ts-expect-error -- gen_ai.operation.name is missing, and inference has several
    inferenceSpan({ "gen_ai.provider.name": "openai" });
    // @ts-expect-error -- gen_ai.provider.name is missing
    embeddingsSpan({});
    // @ts-expect-error -- gen_ai.response.id is missing
    fetchResponseSpan({ "gen_ai.provider.name": "openai" });
    // @ts-expect-error -- gen_ai.operation.name is missing, and memories have several
    memorySpan({});
    // @ts-expect-error -- gen_ai.provider.name is missing
    createAgentSpan({ "gen_ai.agent.name": "a" });
    // @ts-expect-error -- gen_ai.provider.name is missing
    invokeRemoteAgentSpan({ "gen_ai.agent.name": "a" });
    // @ts-expect-error -- gen_ai.tool.name is missing
    executeToolSpan({ "gen_ai.tool.call.id": "1" });
    // @ts-expect-error -- mcp.method.name is missing
    mcpClientSpan({});
    // @ts-expect-error -- mcp.method.name is missing
    mcpServerSpan({ "gen_ai.tool.name": "t" });
    // @ts-expect-error -- gen_ai.tool.name is missing
    recordMetric(GEN_AI_EXECUTE_TOOL_DURATION, 1, {});
    // @ts-expect-error -- gen_ai.token.type is missing
    recordMetric(GEN_AI_CLIENT_TOKEN_USAGE, 1, {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
    });
    // @ts-expect-error -- the provider is missing
    inference.start({ model: "gpt-5" });
  });
});

test("a name that the span does not list, a value of another type and a high-cardinality label do not compile", () => {
  assert.doesNotThrow(() => {
    // @ts-expect-error -- a tool call has no model
    executeToolSpan({ "gen_ai.tool.name": "t", "gen_ai.request.model": "m" });
    // @ts-expect-error -- a misspelt name
    invokeAgentSpan({ "gen_ai.agent.nam": "a" });
    // @ts-expect-error -- a number of tokens is no text
    invokeAgentSpan({ "gen_ai.usage.input_tokens": "12" });
    const labels = { "gen_ai.tool.name": "t" };
    // @ts-expect-error -- a conversation is no label of a metric
    recordMetric(GEN_AI_EXECUTE_TOOL_DURATION, 1, { ...labels, "gen_ai.conversation.id": "c" });
    // @ts-expect-error -- a data source is no number
    retrieval.start({ "gen_ai.data_source.id": 5 });
  });
});

test("known values complete, others are allowed, and results keep their types", async () => {
  inferenceSpan({ "gen_ai.operation.name": "chat", "gen_ai.provider.name": "my-own-provider" });
  memorySpan({ "gen_ai.operation.name": "search_memory" });
  executeToolSpan({ "gen_ai.tool.name": "t", "gen_ai.tool.call.arguments": { city: "Paris" } });
  inferenceSpan({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "openai.api.type": "responses",
    "gen_ai.prompt.variable.city": "Paris",
  });
  const sync: number = inference({ provider: "openai" }, () => 1);
  const later: Promise<string> = inference({ provider: "openai" }, async () => "text");
  assert.equal(sync, 1);
  assert.equal(await later, "text");
});
