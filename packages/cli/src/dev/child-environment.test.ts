import assert from "node:assert/strict";
import { test } from "node:test";
import { childEnvironment } from "./child-environment.ts";

const endpoints = { grpc: "http://127.0.0.1:4317", http: "http://127.0.0.1:4318" };

test("a command gets the HTTP endpoint and short delays, and keeps its own variables", () => {
  const { env, notes } = childEnvironment(
    { PATH: "/bin", OTEL_EXPORTER_OTLP_ENDPOINT: "" },
    endpoints,
  );
  assert.deepEqual(env, {
    PATH: "/bin",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_BSP_SCHEDULE_DELAY: "200",
    OTEL_BLRP_SCHEDULE_DELAY: "200",
    OTEL_METRIC_EXPORT_INTERVAL: "5000",
  });
  assert.deepEqual(notes, []);
});

test("a protocol and delays that the user has set stay, and grpc gets the gRPC endpoint", () => {
  const own = {
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_BSP_SCHEDULE_DELAY: "1",
    OTEL_BLRP_SCHEDULE_DELAY: "2",
    OTEL_METRIC_EXPORT_INTERVAL: "3",
  };
  const { env } = childEnvironment(own, endpoints);
  assert.deepEqual(env, { ...own, OTEL_EXPORTER_OTLP_ENDPOINT: endpoints.grpc });
});

test("a signal with a protocol of its own gets the endpoint that speaks it", () => {
  const { env } = childEnvironment({ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "grpc" }, endpoints);
  assert.equal(env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, endpoints.grpc);
  const reverse = {
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: "http/json",
  };
  const second = childEnvironment(reverse, endpoints).env;
  assert.equal(second.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, "http://127.0.0.1:4318/v1/logs");
});

test("what keeps telemetry away is said", () => {
  const { notes } = childEnvironment(
    {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://elsewhere",
      OTEL_SDK_DISABLED: "TRUE",
      OTEL_TRACES_EXPORTER: "console",
    },
    endpoints,
  );
  assert.deepEqual(notes, [
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set: the traces go there, not here.",
    "OTEL_SDK_DISABLED=true is set: the command will send nothing.",
    "OTEL_TRACES_EXPORTER is set and does not name otlp: no traces will come here.",
  ]);
  assert.deepEqual(
    childEnvironment({ OTEL_TRACES_EXPORTER: "console, otlp" }, endpoints).notes,
    [],
  );
});
