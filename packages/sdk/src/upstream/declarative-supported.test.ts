import assert from "node:assert/strict";
import { test } from "node:test";
import { diag, DiagLogLevel, metrics, trace } from "@opentelemetry/api";
import { isMapping, type Shape } from "../config-file/shape.ts";
import { supported } from "../config-file/supported.ts";
import { parseYaml } from "../config-file/parse-yaml.ts";
import {
  type KeyPair,
  makeKeyPair,
  startGrpcServer,
  whyNoKeyPairs,
} from "./grpc-server.test.helper.ts";
import { createEngineOf, startReceiver } from "./declarative.test.helper.ts";

const skip = whyNoKeyPairs();

const receiver = await startReceiver();

/** A file that uses every key of the table. */
function everything({ key, certificate, grpc }: KeyPair & { grpc: string }): string {
  const headers = 'headers: [{ name: a, value: b }], headers_list: "c=d"';
  const common = (endpoint: string): string =>
    `endpoint: "${endpoint}", compression: gzip, timeout: 5000, ${headers}`;
  const files = `ca_file: ${certificate}, key_file: ${key}, cert_file: ${certificate}`;
  return `
file_format: "1.1"
disabled: false
log_level: warn
distribution: { mine: { a: 1 } }
attribute_limits: { attribute_value_length_limit: 100, attribute_count_limit: 10 }
resource:
  attributes: [{ name: service.name, value: everything, type: string }]
  attributes_list: "a=b"
  schema_url: https://opentelemetry.io/schemas/1.30.0
  detection/development:
    attributes: { included: ["*"], excluded: [host.arch] }
    detectors: [{ host: }, { process: }, { service: }]
propagator:
  composite: [{ tracecontext: }, { baggage: }, { b3: }, { b3multi: }]
  composite_list: b3
tracer_provider:
  processors:
    - batch:
        exporter: { otlp_http: { ${common(`${receiver.url}/traces`)}, encoding: json, tls: { ${files} } } }
        schedule_delay: 1000
        export_timeout: 1000
        max_queue_size: 100
        max_export_batch_size: 10
    - simple: { exporter: { otlp_grpc: { ${common(grpc)}, tls: { ${files}, insecure: false } } } }
    - simple: { exporter: { otlp_http: { endpoint: "${receiver.url}/simple", encoding: protobuf } } }
  limits:
    attribute_value_length_limit: 50
    attribute_count_limit: 5
    event_count_limit: 5
    link_count_limit: 5
    event_attribute_count_limit: 5
    link_attribute_count_limit: 5
  id_generator: { random: }
  sampler:
    parent_based:
      root: { trace_id_ratio_based: { ratio: 1 } }
      remote_parent_sampled: { always_on: }
      remote_parent_not_sampled: { always_off: }
      local_parent_sampled: { always_on: }
      local_parent_not_sampled: { always_off: }
${metersAndLogs({ common, files, grpc })}`;
}

interface Pieces {
  readonly common: (endpoint: string) => string;
  readonly files: string;
  readonly grpc: string;
}

function metersAndLogs({ common, files, grpc }: Pieces): string {
  const preferences =
    "temporality_preference: delta, default_histogram_aggregation: base2_exponential_bucket_histogram";
  return `meter_provider:
  exemplar_filter: always_off
  readers:
    - periodic:
        interval: 60000
        timeout: 1000
        max_export_batch_size/development: 100
        exporter: { otlp_http: { ${common(`${receiver.url}/metrics`)}, encoding: json, tls: { ${files} }, ${preferences} } }
    - periodic: { interval: 60000, exporter: { otlp_grpc: { ${common(grpc)}, tls: { ${files}, insecure: false }, ${preferences} } } }
    - periodic: { exporter: { console: } }
    - pull:
        exporter: { prometheus/development: { host: 127.0.0.1, port: 0, scope_info_enabled: false, target_info_enabled/development: false } }
  views:
    - selector: { instrument_name: a, instrument_type: histogram, unit: s, meter_name: m, meter_version: v, meter_schema_url: u }
      stream:
        name: b
        description: c
        aggregation: { explicit_bucket_histogram: { boundaries: [1, 2], record_min_max: false } }
        aggregation_cardinality_limit: 10
        attribute_keys: { included: [a], excluded: [b] }
    - { selector: { instrument_name: c }, stream: { aggregation: { base2_exponential_bucket_histogram: { max_size: 10, record_min_max: true } } } }
    - { selector: { instrument_name: d }, stream: { aggregation: { default: } } }
    - { selector: { instrument_name: e }, stream: { aggregation: { drop: } } }
    - { selector: { instrument_name: f }, stream: { aggregation: { last_value: } } }
    - { selector: { instrument_name: g }, stream: { aggregation: { sum: } } }
logger_provider:
  processors: [{ simple: { exporter: { console: } } }]
  limits: { attribute_value_length_limit: 50, attribute_count_limit: 5 }
`;
}

/** Keys of the table that a value does not use; a part of the table that is used twice counts once. */
function unusedKeys(value: unknown, shape: Shape): readonly string[] {
  const used = new Map<Shape, Set<string>>();
  const visit = (part: unknown, of: Shape): void => {
    if (of.kind === "list" && Array.isArray(part)) part.forEach((item) => visit(item, of.of));
    if (of.kind === "list" || of.kind === "value" || !isMapping(part)) return;
    const keys = used.get(of) ?? new Set();
    used.set(of, keys);
    for (const [key, item] of Object.entries(part)) {
      keys.add(key);
      const inner = of.keys[key];
      if (inner !== undefined) visit(item, inner);
    }
  };
  visit(value, shape);
  return [...used].flatMap(([of, keys]) => {
    return of.kind === "keys" || of.kind === "choice"
      ? Object.keys(of.keys).filter((key) => !keys.has(key))
      : [];
  });
}

test("upstream honours every key of the table without a word", { skip }, async (t) => {
  const pem = makeKeyPair("IP:127.0.0.1");
  t.after(() => pem.remove());
  const server = await startGrpcServer(pem, "127.0.0.1");
  t.after(() => server.close());
  const text = everything({ ...pem, grpc: `https://127.0.0.1:${server.port}` });
  assert.deepEqual(parseYaml(text, {}).faults, []);
  assert.deepEqual(
    new Set(unusedKeys(parseYaml(text, {}).value, supported)),
    new Set(["none", "producers"]),
  );

  const said: unknown[][] = [];
  const note = (...parts: unknown[]): void => void said.push(parts);
  const logger = { error: note, warn: note, info: note, debug: note, verbose: note };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const printed = t.mock.method(console, "dir", () => undefined);
  const { engine, lines } = createEngineOf(text);
  engine.start();
  trace.getTracer("test").startSpan("work").end();
  metrics.getMeter("m").createCounter("jobs").add(1);
  await engine.flush({ timeoutMs: 5000 });
  assert.deepEqual(said, []);
  const body = receiver.received.find(({ path }) => path === "/metrics")?.body ?? "";
  assert.notEqual(body, "");
  assert.notEqual(printed.mock.callCount(), 0);
  assert.deepEqual(server.calls.toSorted(), [
    "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
    "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
  ]);
  assert.deepEqual(lines, []);
  diag.disable();
  await engine.shutdown({ timeoutMs: 3000 });
});
