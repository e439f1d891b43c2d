import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  configureGenAi,
  genAiOptions,
  GENAI_DEFAULTS,
  startEmbeddings,
  startInference,
} from "../index.ts";
import { collect, disable, metered, points, traced } from "../telemetry.test.helper.ts";
import { assertConforms, validateTrace, metricInput, validateMetric } from "../validate/index.ts";

afterEach(() => {
  disable();
  configureGenAi(GENAI_DEFAULTS);
});

const OLD = [
  "gen_ai.client.operation.duration",
  "gen_ai.client.operation.time_per_output_chunk",
  "gen_ai.client.operation.time_to_first_chunk",
  "gen_ai.client.token.usage",
];
const LATEST = [
  "gen_ai.client.embeddings.duration",
  "gen_ai.client.embeddings.operation.input_tokens",
  "gen_ai.client.inference.duration",
  "gen_ai.client.inference.operation.input_tokens",
  "gen_ai.client.inference.operation.output_tokens",
  "gen_ai.client.inference.time_per_output_chunk",
  "gen_ai.client.inference.time_to_first_chunk",
  "gen_ai.client.inference.usage.cache_read.input_tokens",
  "gen_ai.client.inference.usage.cache_write.input_tokens",
  "gen_ai.client.inference.usage.input_tokens",
  "gen_ai.client.inference.usage.output_tokens",
  "gen_ai.client.inference.usage.reasoning.output_tokens",
];

for (const [versions, expected] of [
  [["1.36"], OLD],
  [["1.41"], OLD],
  [["latest"], LATEST],
  [["1.41", "latest"], [...OLD, ...LATEST].toSorted()],
] as const) {
  test(`metrics in ${versions.join(" and ")} are those of the conventions, and conform`, async () => {
    configureGenAi({ version: versions[0], metricVersions: versions });
    const reader = metered();
    callModels();
    const recorded = await collect(reader);
    assert.deepEqual(recorded.map(({ descriptor }) => descriptor.name).toSorted(), expected);
    for (const metric of recorded) {
      const version = metric.descriptor.name.match(/inference|embeddings/) ? "latest" : versions[0];
      assert.deepEqual(validateMetric(metricInput(metric), { version }), []);
    }
  });
}

for (const version of ["1.36", "1.41", "latest"] as const) {
  test(`spans in ${version} conform to it`, () => {
    configureGenAi({ version });
    const exporter = traced();
    callModels();
    assert.equal(exporter.getFinishedSpans().length, 2);
    assertConforms(validateTrace(exporter.getFinishedSpans()));
  });
}

test("a metric that two versions share is recorded once, with the names of both", async () => {
  configureGenAi({ metricVersions: ["1.36", "1.41"] });
  const reader = metered();
  startInference({ provider: "x_ai", model: "grok" }).end();
  assert.deepEqual(await points(reader, "gen_ai.client.operation.duration"), [
    {
      "gen_ai.operation.name": "chat",
      "gen_ai.system": "xai",
      "gen_ai.provider.name": "x_ai",
      "gen_ai.request.model": "grok",
    },
  ]);
});

test("the default is 1.41, and metrics follow the version of spans unless they are named", () => {
  assert.equal(GENAI_DEFAULTS.version, "1.41");
  configureGenAi({ version: "latest" });
  assert.deepEqual(metricVersions(), "latest");
  configureGenAi({ metricVersions: ["1.41", "latest"] });
  assert.deepEqual(metricVersions(), "1.41,latest");
  configureGenAi({ capture: "span" });
  assert.deepEqual(metricVersions(), "1.41,latest");
});

test("tokens of latest are counted by kind of content, and parts are metrics of their own", async () => {
  configureGenAi({ version: "latest" });
  const reader = metered();
  callModels();
  const all = await collect(reader);
  const values = (name: string): unknown =>
    all
      .filter(({ descriptor }) => descriptor.name === `gen_ai.client.inference.usage.${name}`)
      .flatMap(({ dataPoints }) =>
        dataPoints.map(({ attributes, value }) => [attributes["gen_ai.token.modality"], value]),
      );
  assert.deepEqual(values("input_tokens"), [
    ["text", 90],
    ["audio", 20],
    ["unknown", 10],
  ]);
  assert.deepEqual(values("output_tokens"), [["unknown", 30]]);
  assert.deepEqual(values("cache_read.input_tokens"), [
    ["text", 50],
    ["unknown", 10],
  ]);
});

function callModels(): void {
  const call = startInference({ provider: "openai", model: "gpt-5", stream: true });
  call.chunk();
  call.chunk();
  call.response({
    usage: {
      inputTokens: 120,
      outputTokens: 30,
      cacheReadInputTokens: 60,
      cacheCreationInputTokens: 5,
      reasoningOutputTokens: 7,
      byModality: {
        text: { inputTokens: 90, cacheReadInputTokens: 50 },
        audio: { inputTokens: 20 },
      },
    },
  });
  call.end();
  const embedding = startEmbeddings({ provider: "openai", model: "e" });
  embedding.response({ usage: { inputTokens: 9 } });
  embedding.end();
}

function metricVersions(): string {
  return genAiOptions().metricVersions.join(",");
}
