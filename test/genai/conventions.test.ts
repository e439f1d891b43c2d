import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { ReceivedSpan } from "../support/otlp-model.ts";
import { openAiWire } from "./provider/openai.ts";
import { startProvider } from "./provider/server.ts";
import { runTraced } from "./run-program.ts";
import type { TracedRun } from "./run-program.ts";

const provider = await startProvider(openAiWire);
after(() => provider.close());

const of1_41 = [
  "gen_ai.client.operation.duration",
  "gen_ai.client.operation.time_per_output_chunk",
  "gen_ai.client.operation.time_to_first_chunk",
  "gen_ai.client.token.usage",
];
const ofLatest = [
  "gen_ai.client.embeddings.duration",
  "gen_ai.client.embeddings.operation.input_tokens",
  "gen_ai.client.inference.duration",
  "gen_ai.client.inference.operation.input_tokens",
  "gen_ai.client.inference.operation.output_tokens",
  "gen_ai.client.inference.time_per_output_chunk",
  "gen_ai.client.inference.time_to_first_chunk",
  "gen_ai.client.inference.usage.cache_read.input_tokens",
  "gen_ai.client.inference.usage.input_tokens",
  "gen_ai.client.inference.usage.output_tokens",
  "gen_ai.client.inference.usage.reasoning.output_tokens",
];

test("by default names are those of 1.41", async () => {
  const run = await runFew({});
  assert.deepEqual(metricNames(run), of1_41);
  assert.equal(chatSpan(run).attributes["gen_ai.provider.name"], "openai");
  assert.equal(chatSpan(run).attributes["gen_ai.system"], undefined);
});

test("gen_ai_latest_experimental switches metrics to the newest names", async () => {
  const run = await runFew({ OTEL_SEMCONV_STABILITY_OPT_IN: "http,gen_ai_latest_experimental" });
  assert.deepEqual(metricNames(run), ofLatest);
  assert.equal(chatSpan(run).attributes["gen_ai.provider.name"], "openai");
});

test("AGENT_OTEL_GENAI_CONVENTIONS wins over it, and 1.36 has gen_ai.system on spans and metrics", async () => {
  const run = await runFew({
    AGENT_OTEL_GENAI_CONVENTIONS: "1.36",
    OTEL_SEMCONV_STABILITY_OPT_IN: "gen_ai_latest_experimental",
  });
  assert.deepEqual(metricNames(run), of1_41);
  const { attributes } = chatSpan(run);
  assert.equal(attributes["gen_ai.system"], "openai");
  assert.equal(attributes["gen_ai.provider.name"], undefined);
  for (const point of pointsOf(run, "gen_ai.client.token.usage")) {
    assert.equal(point["gen_ai.system"], "openai");
    assert.equal(point["gen_ai.provider.name"], undefined);
  }
});

test("metrics are recorded in both versions while spans stay with the first", async () => {
  const run = await runFew({ AGENT_OTEL_GENAI_CONVENTIONS: "1.36,latest" });
  assert.deepEqual(metricNames(run), [...of1_41, ...ofLatest].toSorted());
  assert.equal(chatSpan(run).attributes["gen_ai.system"], "openai");
  for (const point of pointsOf(run, "gen_ai.client.inference.duration")) {
    assert.equal(point["gen_ai.provider.name"], "openai");
    assert.equal(point["gen_ai.system"], undefined);
  }
});

test("AGENT_OTEL_GENAI_PROVIDERS names the provider of a host", async () => {
  const run = await runFew({ AGENT_OTEL_GENAI_PROVIDERS: `127.0.0.1:${provider.port}=vllm` });
  assert.equal(chatSpan(run).attributes["gen_ai.provider.name"], "vllm");
});

async function runFew(env: Readonly<Record<string, string>>): Promise<TracedRun> {
  const run = await runTraced({ program: "openai-few.mjs", args: [provider.url], env });
  assert.equal(run.code, 0, run.stderr);
  return run;
}

function metricNames({ receiver }: TracedRun): readonly string[] {
  const names = receiver.metrics.map(({ name }) => name);
  return [...new Set(names.filter((name) => name.startsWith("gen_ai.")))].toSorted();
}

function pointsOf({ receiver }: TracedRun, name: string): readonly ReceivedSpan["attributes"][] {
  const points = receiver.metrics
    .filter((metric) => metric.name === name)
    .flatMap((metric) => metric.points);
  assert.ok(points.length > 0, name);
  return points.map(({ attributes }) => attributes);
}

function chatSpan({ receiver }: TracedRun): ReceivedSpan {
  const span = receiver.spans.find(({ name }) => name === "chat gpt-x");
  if (span === undefined) throw new Error("no span of the chat came");
  return span;
}
