import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { agent, tool } from "../index.ts";
import { simulateRuns } from "./simulated-runs.test.helper.ts";

const { telemetry, pass, model, reset } = simulateRuns();

beforeEach(reset);

test("the metrics say the same with few labels", async () => {
  agent({ name: "Metrics", conversationId: "private" }, () => {
    model(2, { prompt_tokens: 100, prompt_tokens_details: { cached_tokens: 25 } });
    tool({ name: "t", arguments: "1" }, () => pass(1));
    tool({ name: "t", arguments: "1" }, () => pass(1));
  });
  assert.deepEqual(await sums("agent_otel.run.steps"), [
    [{ "agent_otel.run.stop_reason": "completed" }, 1],
  ]);
  assert.deepEqual(await sums("agent_otel.run.time"), [
    [{ "agent_otel.run.time.kind": "model" }, 2],
    [{ "agent_otel.run.time.kind": "tool" }, 2],
    [{ "agent_otel.run.time.kind": "wait" }, 0],
  ]);
  assert.deepEqual(await sums("agent_otel.run.tokens"), [
    [{ "gen_ai.token.type": "input" }, 100],
    [{ "gen_ai.token.type": "cache_read" }, 25],
  ]);
  assert.deepEqual(await sums("agent_otel.run.cache_ratio"), [[{}, 0.25]]);
  assert.deepEqual(await sums("agent_otel.run.repeated_tool_calls"), [[{}, 1]]);
});

/** The sum of each series of a metric, by its labels besides the agent's name. */
async function sums(metric: string): Promise<unknown[]> {
  return (await telemetry.points(metric)).map(({ attributes, value }) => {
    assert.equal(attributes["gen_ai.agent.name"], "Metrics");
    const labels = Object.entries(attributes).filter(([key]) => key !== "gen_ai.agent.name");
    return [Object.fromEntries(labels), Reflect.get(Object(value), "sum")];
  });
}
