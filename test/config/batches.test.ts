import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startApplication } from "../support/application.ts";
import { openReceiver, runWithReceiver, withReceiver } from "./run-with-receiver.ts";

describe("batches of spans", { concurrency: 3 }, () => {
  test("OTEL_BSP_SCHEDULE_DELAY and OTEL_BLRP_SCHEDULE_DELAY decide when a running program sends", async (t) => {
    const receiver = await openReceiver(t);
    const env = { OTEL_BSP_SCHEDULE_DELAY: "20", OTEL_BLRP_SCHEDULE_DELAY: "600000" };
    const application = startApplication({ env: withReceiver(env, receiver), stay: true });
    await receiver.until(({ spans }) => spans.length === 2, 4000);
    assert.equal(receiver.logs.length, 0);
    application.endInput();
    await application.ended;
    assert.equal(receiver.logs.length, 1);
  });

  test("OTEL_BSP_MAX_EXPORT_BATCH_SIZE is the most in one request, and all arrive", async (t) => {
    const { receiver, errors } = await runWithReceiver(t, {
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "10",
      APP_ROOTS: "98",
    });
    assert.deepEqual(errors, []);
    const sizes = receiver.requestsOf("traces").map(({ telemetry }) => telemetry.spans.length);
    assert.equal(Math.max(...sizes), 10);
    assert.equal(receiver.spans.length, 100);
  });

  test("OTEL_BSP_MAX_QUEUE_SIZE is the most that waits", async (t) => {
    const { receiver, errors } = await runWithReceiver(t, {
      OTEL_BSP_MAX_QUEUE_SIZE: "20",
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "20",
      OTEL_BSP_SCHEDULE_DELAY: "600000",
      APP_ROOTS: "398",
    });
    assert.equal(receiver.spans.length, 20);
    assert.equal(errors.at(-1), "agent-otel: lost in all: 380 spans (queue-full 380).");
  });

  test("a batch that is larger than the queue is one line, and the queue decides", async (t) => {
    const { receiver, errors } = await runWithReceiver(t, {
      OTEL_BSP_MAX_QUEUE_SIZE: "200",
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "500",
      APP_ROOTS: "98",
    });
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(
      errors[0] ?? "",
      /OTEL_BSP_MAX_EXPORT_BATCH_SIZE: expected at most .* using 200\.$/,
    );
    assert.equal(receiver.spans.length, 100);
  });
});

describe("metrics of a running program", { concurrency: 3 }, () => {
  test("OTEL_METRIC_EXPORT_INTERVAL decides how often they are sent", async (t) => {
    const receiver = await openReceiver(t);
    // The end waits for the last points as long as the timeout says, on a busy machine too.
    const env = { OTEL_METRIC_EXPORT_INTERVAL: "500", OTEL_METRIC_EXPORT_TIMEOUT: "500" };
    const application = startApplication({ env: withReceiver(env, receiver), stay: true });
    await receiver.until((got) => got.requestsOf("metrics").length >= 3);
    application.endInput();
    const { errors } = await application.ended;
    assert.deepEqual(errors, []);
  });

  test("an export of metrics that is never answered ends with OTEL_METRIC_EXPORT_TIMEOUT", async (t) => {
    const receiver = await openReceiver(t, { silent: true });
    const env = {
      OTEL_METRIC_EXPORT_INTERVAL: "100",
      OTEL_METRIC_EXPORT_TIMEOUT: "50",
      OTEL_TRACES_EXPORTER: "none",
      OTEL_LOGS_EXPORTER: "none",
      AGENT_OTEL_SHUTDOWN_TIMEOUT: "60000",
    };
    const application = startApplication({
      env: withReceiver(env, receiver),
      stay: true,
      deadlineMs: 10_000,
    });
    await receiver.until((got) => got.requestsOf("metrics").length >= 2);
    application.endInput();
    const { code, overdue } = await application.ended;
    assert.deepEqual([code, overdue], [0, false], "the process was held by what is never answered");
  });
});

const counters = ["application.requests", "application.open", "application.duration"] as const;

describe("what metrics count from", { concurrency: 3 }, () => {
  for (const [preference, expected] of [
    ["cumulative", ["cumulative", "cumulative", "cumulative"]],
    ["delta", ["delta", "cumulative", "delta"]],
    ["LowMemory", ["delta", "cumulative", "delta"]],
  ] as const) {
    for (const protocol of ["http/protobuf", "grpc"] as const) {
      test(`${preference} over ${protocol}`, async (t) => {
        const { receiver, errors } = await runWithReceiver(
          t,
          {
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: preference,
          },
          { transport: protocol === "grpc" ? "grpc" : "http" },
        );
        assert.deepEqual(errors, []);
        const found = counters.map(
          (name) => receiver.metrics.find((metric) => metric.name === name)?.temporality,
        );
        assert.deepEqual(found, expected);
      });
    }
  }

  for (const [aggregation, kind] of [
    ["explicit_bucket_histogram", "histogram"],
    ["Base2_Exponential_Bucket_Histogram", "exponentialHistogram"],
  ] as const) {
    test(`histograms with ${aggregation}`, async (t) => {
      const env = { OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: aggregation };
      const { receiver, errors } = await runWithReceiver(t, env);
      assert.deepEqual(errors, []);
      const duration = receiver.metrics.find(({ name }) => name === "application.duration");
      assert.equal(duration?.kind, kind);
      assert.equal(duration.points[0]?.value, 0.25);
    });
  }

  test("OTEL_METRICS_EXEMPLAR_FILTER=trace_based is named as what is not supported", async (t) => {
    const env = { OTEL_METRICS_EXEMPLAR_FILTER: "trace_based" };
    const { receiver, errors } = await runWithReceiver(t, env);
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0] ?? "", /OTEL_METRICS_EXEMPLAR_FILTER: .*not supported/);
    const points = receiver.metrics.flatMap(({ points: some }) => some);
    assert.ok(points.every(({ exemplars }) => exemplars === 0));
  });
});
