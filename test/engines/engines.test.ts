import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertDifferences } from "./assert-same.ts";
import type { Items } from "./compare.ts";
import { knownDifferences } from "./known-differences.ts";
import { infiniteInJson } from "./known-json-differences.ts";
import { type BothRuns, type Protocol, runBothEngines } from "./run-engine.ts";

const everything = ["spans", "odd", "propagation", "http", "metrics", "logs"];
const runs = new Map<Protocol, Promise<BothRuns>>();

/** Runs everything once for each protocol. */
function run(protocol: Protocol): Promise<BothRuns> {
  const known = runs.get(protocol) ?? runBothEngines({ protocol, parts: everything });
  runs.set(protocol, known);
  return known;
}

describe("both engines tell the same of the same application", () => {
  for (const protocol of ["http/protobuf", "http/json", "grpc"] as const) {
    test(`over ${protocol}`, async () => {
      const { native, upstream } = await run(protocol);
      assert.ok(native.items.size > 250, `${native.items.size} items`);
      assertDifferences(native.items, upstream.items, knownDifferences(everything, protocol));
    });
  }

  test("with limits, a sampler that looks at ids, delta temporality and exponential histograms", async () => {
    const parts = ["limits", "sampling", "metrics"];
    const protocol = "http/protobuf";
    const { native, upstream } = await runBothEngines({ protocol, parts, env: tight });
    const labels = [...native.items.keys()];
    const sampled = labels.filter((label) => label.endsWith(" sampled by its id")).length;
    assert.ok(sampled > 16 && sampled < 48, `${sampled} of 64 sampled`);
    assert.ok(labels.some((label) => /^span of .* 0123456789/.test(label)));
    assertDifferences(native.items, upstream.items, knownDifferences(parts, protocol));
  });
});

describe("our engine tells the same over every protocol", () => {
  for (const [protocol, known] of [
    ["grpc", []],
    ["http/json", infiniteInJson],
  ] as const) {
    test(`over ${protocol} as over http/protobuf`, async () => {
      const [first, second] = await Promise.all([run("http/protobuf"), run(protocol)]);
      assertDifferences(
        withoutSelfMetrics(first.native.items),
        withoutSelfMetrics(second.native.items),
        known,
      );
    });
  }
});

const tight = {
  OTEL_TRACES_SAMPLER: "traceidratio",
  OTEL_TRACES_SAMPLER_ARG: "0.5",
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "50",
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "10",
  OTEL_SPAN_EVENT_COUNT_LIMIT: "3",
  OTEL_SPAN_LINK_COUNT_LIMIT: "4",
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: "5",
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: "6",
  OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: "7",
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "delta",
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: "base2_exponential_bucket_histogram",
};

/** They name the exporter, and so the protocol. */
function withoutSelfMetrics(items: Items): Items {
  return new Map([...items].filter(([label]) => !/: (?:otel\.sdk|agent_otel)\./.test(label)));
}
