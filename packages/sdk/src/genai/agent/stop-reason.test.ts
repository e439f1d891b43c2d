import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { agent, tool } from "../index.ts";
import { simulateRuns } from "./simulated-runs.test.helper.ts";

const { telemetry, pass, model, summaryOf, reset } = simulateRuns();

beforeEach(reset);

const stops: readonly (readonly [reason: string, finish: string])[] = [
  ["completed", "stop"],
  ["completed", "anything"],
  ["token_limit", "length"],
  ["token_limit", "max_tokens"],
  ["content_filter", "content_filter"],
  ["tool_calls", "tool_use"],
];
for (const [reason, finish] of stops) {
  test(`a run whose last model call ended with ${finish} stopped with ${reason}`, () => {
    agent({ name: "Stop" }, () => model(0, {}, finish));
    assert.equal(summaryOf("Stop")["stop_reason"], reason);
  });
}

test("the application's word for the stop wins, and a sentence is no word", () => {
  agent({ name: "Said" }, (run) => run.stop("step_limit"));
  assert.equal(summaryOf("Said")["stop_reason"], "step_limit");
  agent({ name: "Sentence" }, (run) => run.stop("the user said: my secret"));
  assert.equal(summaryOf("Sentence")["stop_reason"], "_OTHER");
});

test("a run that throws stopped with error, one that is aborted was cancelled", async () => {
  assert.throws(() =>
    agent({ name: "Error" }, () => {
      throw new TypeError("x");
    }),
  );
  assert.equal(summaryOf("Error")["stop_reason"], "error");
  const aborted = AbortSignal.abort();
  await assert.rejects(
    agent({ name: "Aborted", signal: aborted }, async () => aborted.throwIfAborted()),
  );
  assert.equal(summaryOf("Aborted")["stop_reason"], "cancelled");
});

test("a run that is given an aborted signal and ends well was not cancelled; one that gives up was", async () => {
  const signal = AbortSignal.abort(new Error("the user left"));
  agent({ name: "Well", signal }, () => {});
  assert.equal(summaryOf("Well")["stop_reason"], "completed");
  await assert.rejects(agent({ name: "GaveUp", signal }, async () => signal.throwIfAborted()));
  assert.equal(summaryOf("GaveUp")["stop_reason"], "cancelled");
  tool({ name: "late", signal }, () => {});
  assert.equal(telemetry.span("execute_tool late").attributes["error.type"], undefined);
});

test("a run ends when its signal aborts, even where its function never does", () => {
  const controller = new AbortController();
  void agent({ name: "Hanging", signal: controller.signal }, () => new Promise<void>(() => {}));
  pass(2);
  controller.abort();
  const { stop_reason, wait_time } = summaryOf("Hanging");
  assert.deepEqual([stop_reason, wait_time], ["cancelled", 2]);
  assert.equal(telemetry.span("invoke_agent Hanging").attributes["error.type"], "AbortError");
});
