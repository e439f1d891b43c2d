import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  configureGenAi,
  embeddings,
  emitEvent,
  executeTool,
  GENAI_DEFAULTS,
  GEN_AI_EXECUTE_TOOL_DURATION,
  inference,
  invokeAgent,
  memory,
  plan,
  recordMetric,
  retrieval,
  startMcpClient,
  startMcpServer,
  startMcpSession,
} from "../index.ts";
import { genAiOptions } from "../options.ts";
import { collect, disable, logged, metered, traced } from "../telemetry.test.helper.ts";

afterEach(() => {
  disable();
  configureGenAi(GENAI_DEFAULTS);
});

const THROWING = {
  get "gen_ai.request.model"(): never {
    throw new Error("getter");
  },
  get signal(): never {
    throw new Error("getter");
  },
};

/** Calls with what the types forbid and JavaScript allows. */
function call(target: Function, ...given: readonly unknown[]): unknown {
  return Reflect.apply(target, undefined, given);
}

const STARTS = {
  inference: inference.start,
  embeddings: embeddings.start,
  executeTool: executeTool.start,
  invokeAgent: invokeAgent.start,
  retrieval: retrieval.start,
  memory: memory.start,
  plan: plan.start,
  startMcpClient,
  startMcpServer,
};

for (const [name, start] of Object.entries(STARTS)) {
  test(`${name} works with an unusable request, with and without an SDK`, () => {
    for (const request of [undefined, null, THROWING]) {
      disable();
      assert.ok(call(start, request));
      const exporter = traced();
      const reader = metered();
      const operation = call(start, request);
      assert.ok(typeof operation === "object" && operation !== null && "end" in operation);
      assert.ok(typeof operation.end === "function");
      if ("set" in operation && typeof operation.set === "function") {
        for (const more of [undefined, null, THROWING]) call(operation.set, more);
      }
      call(operation.end.bind(operation));
      assert.equal(exporter.getFinishedSpans().length, 1);
      assert.ok(reader);
    }
  });
}

test("work runs and its result passes through, whatever the request is", () => {
  traced();
  assert.equal(
    call(inference, undefined, () => 5),
    5,
  );
});

test("metrics, events and sessions take nothing for something", async () => {
  const reader = metered();
  const logs = logged();
  call(recordMetric, GEN_AI_EXECUTE_TOOL_DURATION, 1, null, null);
  call(recordMetric, GEN_AI_EXECUTE_TOOL_DURATION, 1, null);
  call(recordMetric, null, 1, {});
  call(emitEvent, "gen_ai.evaluation.result", null, null);
  call(emitEvent, "gen_ai.evaluation.result", null);
  const session = startMcpSession("client");
  call(Reflect.get(session, "set"), THROWING);
  call(Reflect.get(session, "set"), null);
  session.end();
  assert.equal((await collect(reader)).length, 2);
  assert.equal(logs.getFinishedLogRecords().length, 1);
});

test("options that are absent or unreadable change nothing", () => {
  configureGenAi({ version: "latest", capture: "span" });
  const before = genAiOptions();
  call(configureGenAi, undefined);
  call(configureGenAi, null);
  call(configureGenAi, {
    version: undefined,
    metricVersions: undefined,
    capture: undefined,
    maxContentBytes: undefined,
  });
  assert.deepEqual(genAiOptions(), before);
});
