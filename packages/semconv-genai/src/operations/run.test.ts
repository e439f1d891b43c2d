import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import {
  embeddings,
  executeTool,
  inference,
  invokeAgent,
  memory,
  plan,
  retrieval,
  startMcpSession,
} from "../index.ts";
import { collect, disable, followed, metered, points, traced } from "../telemetry.test.helper.ts";
import { assertConforms, validateTrace } from "../validate/index.ts";

afterEach(disable);

const REQUEST = { provider: "openai", model: "m" } as const;

class QuotaError extends Error {}

test("a run ends with what it returns, at once or later", async () => {
  const exporter = traced();
  assert.equal(
    inference(REQUEST, () => 5),
    5,
  );
  assert.equal(exporter.getFinishedSpans().length, 1);
  const { promise, resolve } = Promise.withResolvers<string>();
  const later = inference(REQUEST, () => promise);
  assert.equal(exporter.getFinishedSpans().length, 1);
  resolve("done");
  assert.equal(await later, "done");
  assert.equal(exporter.getFinishedSpans().length, 2);
});

test("what a run throws passes through, and its class ends the span, also when it is undefined", async () => {
  const exporter = traced();
  const error = new QuotaError("the prompt");
  await assert.rejects(
    embeddings(REQUEST, () => Promise.reject(error)),
    (thrown) => thrown === error,
  );
  assert.throws(
    () =>
      executeTool({ name: "t" }, () => {
        // oxlint-disable-next-line typescript/only-throw-error -- that it is none is what is tested
        throw undefined;
      }),
    (thrown) => thrown === undefined,
  );
  assert.deepEqual(exporter.getFinishedSpans().map(outcome), [
    { error: "QuotaError", code: SpanStatusCode.ERROR, message: "QuotaError" },
    { error: "_OTHER", code: SpanStatusCode.ERROR, message: "_OTHER" },
  ]);
});

test("an abort ends the call as failed, and the signal keeps no listener of a call that ended", async () => {
  const exporter = traced();
  const controller = new AbortController();
  const call = inference.start({ ...REQUEST, signal: controller.signal });
  inference.start({ ...REQUEST, signal: controller.signal }).end();
  controller.abort();
  call.end();
  assert.deepEqual(
    exporter.getFinishedSpans().map((span) => outcome(span).error),
    [undefined, "AbortError"],
  );
  inference({ ...REQUEST, signal: AbortSignal.abort() }, () => 1);
  assert.equal(exporter.getFinishedSpans()[2]?.attributes["error.type"], "AbortError");
});

test("an agent run counts the calls inside it, and passes its name and conversation on", async () => {
  followed();
  const exporter = traced();
  const reader = metered();
  await invokeAgent({ name: "a", conversationId: "c" }, async () => {
    await inference(REQUEST, async () => 1);
    executeTool({ name: "t" }, () => 1);
    executeTool({ name: "t" }, () => 1);
  });
  const counts = (await collect(reader))
    .filter(({ descriptor }) => descriptor.name.endsWith("_calls"))
    .map(({ descriptor, dataPoints }) => [
      descriptor.name,
      Reflect.get(Object(dataPoints[0]?.value), "sum"),
    ]);
  assert.deepEqual(counts, [
    ["gen_ai.invoke_agent.inference_calls", 1],
    ["gen_ai.invoke_agent.tool_calls", 2],
  ]);
  const [chat, tool] = exporter.getFinishedSpans();
  assert.equal(chat?.attributes["gen_ai.conversation.id"], "c");
  assert.equal(tool?.attributes["gen_ai.agent.name"], "a");
  assertConforms(validateTrace(exporter.getFinishedSpans()));
});

test("the other operations are spans of the conventions, too", async () => {
  const exporter = traced();
  const reader = metered();
  await retrieval({ "gen_ai.data_source.id": "docs" }, async (search) => {
    search.set({ "gen_ai.retrieval.top_k": 3 });
  });
  memory({ "gen_ai.operation.name": "search_memory", options: { kind: "internal" } }, () => 1);
  plan({ "gen_ai.agent.name": "a" }, () => 1);
  assertConforms(validateTrace(exporter.getFinishedSpans()));
  assert.deepEqual(
    exporter.getFinishedSpans().map(({ name, kind }) => [name, kind]),
    [
      ["retrieval docs", 2],
      ["search_memory", 0],
      ["plan a", 0],
    ],
  );
  assert.deepEqual(exporter.getFinishedSpans()[0]?.attributes["gen_ai.request.top_k"], 3);
  assert.equal((await points(reader, "gen_ai.client.operation.duration")).length, 2);
});

test("an MCP session is a duration, once", async () => {
  const reader = metered();
  const session = startMcpSession("client", { "network.transport": "pipe" });
  session.set({ "mcp.protocol.version": "2025-06-18" });
  session.end(new QuotaError("x"));
  session.end();
  assert.deepEqual(await points(reader, "mcp.client.session.duration"), [
    {
      "network.transport": "pipe",
      "mcp.protocol.version": "2025-06-18",
      "error.type": "QuotaError",
    },
  ]);
});

function outcome({ attributes, status }: ReadableSpan): Record<string, unknown> {
  return { error: attributes["error.type"], code: status.code, message: status.message };
}
