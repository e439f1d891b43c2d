import assert from "node:assert/strict";
import { test } from "node:test";
import { isVariableName } from "../env/variables.ts";
import { configure } from "./config-file.test.helper.ts";

const text = `
file_format: "1.1"
log_level: debug3
resource:
  attributes: [{ name: service.name, value: shop }, { name: "a b", value: "1,2" }]
propagator: { composite: [{ tracecontext: }, { b3: }] }
attribute_limits: { attribute_count_limit: 10 }
tracer_provider:
  processors:
    - batch:
        schedule_delay: 100
        max_queue_size: 100
        exporter:
          otlp_http:
            endpoint: https://user:hunter2@otel.example/v1/traces?key=hunter2
            encoding: json
            compression: gzip
            headers: [{ name: authorization, value: hunter2 }]
            headers_list: "b=hunter2"
    - simple: { exporter: { otlp_grpc: } }
    - simple: { exporter: { console: } }
  limits: { event_count_limit: 5 }
  sampler: { parent_based: { root: { trace_id_ratio_based: { ratio: 0.25 } } } }
meter_provider:
  readers:
    - periodic: { interval: 5000, exporter: { otlp_http: } }
    - pull: { exporter: { prometheus/development: { port: 9999 } } }
`;

test("a file is told in terms of variables, without headers and what URLs hide", () => {
  const { settings, problems } = configure(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.fromEntries(settings), {
    OTEL_LOG_LEVEL: "debug",
    OTEL_SERVICE_NAME: "shop",
    OTEL_RESOURCE_ATTRIBUTES: "a%20b=1%2C2",
    OTEL_PROPAGATORS: "tracecontext,b3",
    OTEL_TRACES_EXPORTER: "otlp,console",
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json, grpc",
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://otel.example/v1/traces, http://localhost:4317",
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: "10000",
    OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: "gzip, none",
    OTEL_BSP_SCHEDULE_DELAY: "100",
    OTEL_BSP_EXPORT_TIMEOUT: "30000",
    OTEL_BSP_MAX_QUEUE_SIZE: "100",
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "100",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0.25",
    OTEL_METRICS_EXPORTER: "otlp,prometheus",
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: "http/protobuf",
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "http://localhost:4318/v1/metrics",
    OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: "10000",
    OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: "none",
    OTEL_METRIC_EXPORT_INTERVAL: "5000",
    OTEL_METRIC_EXPORT_TIMEOUT: "5000",
    OTEL_EXPORTER_PROMETHEUS_HOST: "localhost",
    OTEL_EXPORTER_PROMETHEUS_PORT: "9999",
    OTEL_LOGS_EXPORTER: "none",
    OTEL_ATTRIBUTE_COUNT_LIMIT: "10",
    OTEL_SPAN_EVENT_COUNT_LIMIT: "5",
  });
  assert.deepEqual(
    [...settings.keys()].filter((name) => !isVariableName(name)),
    [],
  );
});

test("a file that says nothing exports nothing and propagates nothing", () => {
  const { settings } = configure(
    'file_format: "1.1"\ntracer_provider: { processors: [{ simple: { exporter: { console: } } }] }',
  );
  assert.deepEqual(Object.fromEntries(settings), {
    OTEL_PROPAGATORS: "none",
    OTEL_TRACES_EXPORTER: "console",
    OTEL_TRACES_SAMPLER: "parentbased_always_on",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
  });
});

test("an invalid file has no settings", () => {
  assert.equal(configure("file_format: nonsense").settings.size, 0);
});
