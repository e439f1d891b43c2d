import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { configureGenAi } from "@agent-otel/semconv-genai";
import { agent, tool } from "../genai/index.ts";
import { assertGenAiConformance, captureTelemetry, type ConformanceFacts } from "./index.ts";
import { failed, server, streamed, usage } from "./conformance/model-calls.test.helper.ts";

// The content policy would not let the fault happen.
const env = { AGENT_OTEL_CONTENT_ALLOW: "gen_ai.tool.call.*" };
const telemetry = captureTelemetry({ instrument: false, env });
after(() => telemetry.stop());
beforeEach(() => telemetry.reset());

/** A run in which all is right: a stream, a tool call, a failed call, a stream that is aborted. */
function goodRun(): void {
  agent({ name: "A" }, () => {
    streamed({ usage });
    tool({ name: "t", callId: "call_1" }, () => {});
    failed(new TypeError("x"));
    failed(new DOMException("aborted", "AbortError"));
  });
}

const facts: ConformanceFacts = {
  usage,
  server,
  failedCalls: 1,
  abortedStreams: 1,
  toolCallIds: ["call_1"],
  secrets: ["my secret"],
};

test("a run in which all is right passes, with and without facts", async () => {
  goodRun();
  await assertGenAiConformance(telemetry);
  await assertGenAiConformance(telemetry, facts);
});

test("nothing captured is no pass", async () => {
  await assert.rejects(assertGenAiConformance(telemetry), {
    message:
      "no span of generative AI or MCP was captured. Load the client after captureTelemetry(), or run the tests with --import @agent-otel/sdk/register.",
  });
});

test("contents are no fault where they are captured on purpose", async () => {
  configureGenAi({ capture: "span" });
  tool({ name: "t", callId: "1", arguments: { a: 1 } }, () => "result");
  await assertGenAiConformance(telemetry);
  configureGenAi({ capture: "none" });
  await assert.rejects(assertGenAiConformance(telemetry), /has gen_ai\.tool\.call\.arguments/);
});

test("many equal faults are told in a few lines", async () => {
  for (let index = 0; index < 50; index += 1) tool({ name: "t" }, () => {});
  await assert.rejects(assertGenAiConformance(telemetry, { traces: 50 }), /… and 40 more\./);
});
