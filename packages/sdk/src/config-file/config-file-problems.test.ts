import assert from "node:assert/strict";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { configure, folder, problemsOf } from "./config-file.test.helper.ts";

const head = 'file_format: "1.1"\n';

/** The problems of a tracer provider that exports by one exporter. */
function exporterProblems(exporter: string): readonly string[] {
  return problemsOf(
    `${head}tracer_provider: { processors: [{ batch: { exporter: ${exporter} } }] }`,
  );
}

const exporterPlace = "OTEL_CONFIG_FILE tracer_provider.processors[0].batch.exporter";

test("a misspelt key is named by its place and line, with the key that was meant", () => {
  assert.deepEqual(
    problemsOf(`${head}tracer_provider:
  processors:
    - batch:
        schedule_dely: 5
        exporter: { console: }
`),
    [
      "OTEL_CONFIG_FILE tracer_provider.processors[0].batch.schedule_dely (line 5): expected one of exporter, schedule_delay, export_timeout, max_queue_size, max_export_batch_size (did you mean schedule_delay?); telemetry is off.",
    ],
  );
});

test("values of the wrong type or range are named with what the schema wants", () => {
  const at = "OTEL_CONFIG_FILE tracer_provider";
  const rows: [string, string][] = [
    ["{}", `${at} (line 2): expected the key processors; telemetry is off.`],
    [
      "{ processors: [] }",
      `${at}.processors (line 2): expected a list of at least 1; telemetry is off.`,
    ],
    ["{ processors: {} }", `${at}.processors (line 2): expected a list; telemetry is off.`],
    [
      "{ processors: [{ batch: { exporter: { console: }, max_queue_size: many } }] }",
      `${at}.processors[0].batch.max_queue_size (line 2): expected a whole number, got "many"; telemetry is off.`,
    ],
    [
      "{ processors: [{ simple: { exporter: { console: } } }], sampler: { trace_id_ratio_based: { ratio: 2 } } }",
      `${at}.sampler.trace_id_ratio_based.ratio (line 2): expected a number of at most 1, got "2"; telemetry is off.`,
    ],
    [
      "{ processors: [{ simple: { exporter: { console: , otlp_http: } } }] }",
      `${at}.processors[0].simple.exporter (line 2): expected exactly one of otlp_http, otlp_grpc, console; telemetry is off.`,
    ],
  ];
  for (const [provider, problem] of rows) {
    assert.deepEqual(problemsOf(`${head}tracer_provider: ${provider}`), [problem]);
  }
  assert.match(
    problemsOf(`${head}log_level: warning`).join(),
    /^OTEL_CONFIG_FILE log_level \(line 2\): expected one of trace, .*fatal4, got "warning"; telemetry is off\.$/,
  );
});

test("exporters and samplers that upstream has not turn telemetry off", () => {
  assert.deepEqual(exporterProblems("{ zipkin: { endpoint: 'http://z' } }"), [
    `${exporterPlace}.zipkin (line 2): expected one of otlp_http, otlp_grpc, console; telemetry is off.`,
  ]);
  assert.deepEqual(exporterProblems("{ otlp_file/development: {} }"), [
    `${exporterPlace}.otlp_file/development (line 2): expected one of otlp_http, otlp_grpc, console; telemetry is off.`,
  ]);
  const processors = "processors: [{ simple: { exporter: { console: } } }]";
  for (const sampler of [
    "composite/development: { always_on: }",
    "probability/development: { ratio: 0.1 }",
    "jaeger_remote/development: { endpoint: 'http://j', initial_sampler: { always_on: } }",
  ]) {
    const name = sampler.slice(0, sampler.indexOf(":"));
    assert.deepEqual(
      problemsOf(`${head}tracer_provider: { ${processors}, sampler: { ${sampler} } }`),
      [
        `OTEL_CONFIG_FILE tracer_provider.sampler.${name} (line 2): expected one of always_off, always_on, trace_id_ratio_based, parent_based; telemetry is off.`,
      ],
    );
  }
});

test("what upstream ignores is a problem, and the rest runs", () => {
  const text = `${head}instrumentation/development: { general: {} }
distribution: { other: { a: 1 } }
resource: { detection/development: { detectors: [{ container: }, { host: }] } }
propagator: { composite: [{ tracecontext: }, { xray: }], composite_list: "b3,jaeger" }
tracer_provider:
  processors: [{ simple: { exporter: { console: } } }]
  tracer_configurator/development: {}
meter_provider:
  exemplar_filter: trace_based
  meter_configurator/development: {}
  readers:
    - periodic:
        cardinality_limits: { default: 10 }
        exporter: { console: { temporality_preference: delta } }
logger_provider:
  processors: [{ simple: { exporter: { otlp_http: { compression: zstd } } } }]
  logger_configurator/development: {}
trace_provider: {}
`;
  const { model } = configure(text);
  assert.deepEqual(model?.propagator, { composite: [{ tracecontext: null }, { b3: null }] });
  assert.deepEqual(model?.resource?.["detection/development"], { detectors: [{ host: null }] });
  const unsupported =
    "expected no such key, which OpenTelemetry for Node.js does not support; it is ignored.";
  const names = "one of tracecontext, baggage, b3, b3multi, none";
  const lines = problemsOf(text).map((line) => line.replace("OTEL_CONFIG_FILE ", ""));
  assert.match(
    lines.pop() ?? "",
    /^trace_provider \(line 19\): expected one of .* \(did you mean tracer_provider\?\); it is ignored\.$/,
  );
  assert.deepEqual(lines.toSorted(), [
    "instrumentation/development (line 2): expected no such key, as OTEL_INSTRUMENTATION_… and OTEL_NODE_…_INSTRUMENTATIONS rule instrumentation; it is ignored.",
    `logger_provider.logger_configurator/development (line 18): ${unsupported}`,
    'logger_provider.processors[0].simple.exporter.otlp_http.compression (line 17): expected gzip or none, got "zstd"; nothing is compressed.',
    'meter_provider.exemplar_filter (line 10): expected always_off, as no exemplars are recorded, got "trace_based"; it is ignored.',
    `meter_provider.meter_configurator/development (line 11): ${unsupported}`,
    `meter_provider.readers[0].periodic.cardinality_limits (line 14): ${unsupported}`,
    `meter_provider.readers[0].periodic.exporter.console.temporality_preference (line 15): ${unsupported}`,
    `propagator.composite[1].xray (line 5): expected ${names}; it is left out.`,
    `propagator.composite_list (line 5): expected ${names} instead of "jaeger"; it is left out.`,
    "resource.detection/development.detectors[0].container (line 4): expected one of host, process, service; it is left out.",
    `tracer_provider.tracer_configurator/development (line 8): ${unsupported}`,
  ]);
});

test("endpoints, certificates and timeouts that cannot work turn telemetry off", () => {
  for (const endpoint of ["localhost:4318", "ftp://h", "''", "http://[", "/v1/traces"]) {
    assert.deepEqual(exporterProblems(`{ otlp_http: { endpoint: "${endpoint}" } }`), [
      `${exporterPlace}.otlp_http.endpoint (line 2): expected a URL such as http://localhost:4318/v1/traces; telemetry is off.`,
    ]);
  }
  assert.deepEqual(exporterProblems("{ otlp_grpc: { endpoint: 'localhost:4317' } }"), []);
  assert.deepEqual(exporterProblems("{ otlp_grpc: { endpoint: 'ws://h' } }"), [
    `${exporterPlace}.otlp_grpc.endpoint (line 2): expected a URL such as http://localhost:4317; telemetry is off.`,
  ]);
  assert.deepEqual(exporterProblems("{ otlp_http: { tls: { ca_file: ca.pem } } }"), [
    `${exporterPlace}.otlp_http.tls.ca_file (line 2): expected an absolute path, got "ca.pem"; telemetry is off.`,
  ]);
  const empty = join(folder, "empty.pem");
  writeFileSync(empty, "");
  assert.match(
    exporterProblems(`{ otlp_http: { tls: { key_file: ${empty} } } }`).join(),
    /key_file \(line 2\): expected the path of a readable PEM file;/,
  );
  assert.match(
    exporterProblems("{ otlp_grpc: { tls: { cert_file: /no.pem } } }").join(),
    /expected the path of a readable PEM file \(ENOENT\), got "\/no\.pem"/,
  );
  assert.deepEqual(exporterProblems("{ otlp_http: { timeout: 1e10 } }"), [
    `${exporterPlace}.otlp_http.timeout (line 2): expected a number of milliseconds up to 2147483647, got "10000000000"; telemetry is off.`,
  ]);
});

test("views and headers that upstream would refuse are named by their place", () => {
  const readers = "readers: [{ periodic: { exporter: { console: } } }]";
  const view = (text: string): readonly string[] =>
    problemsOf(`${head}meter_provider: { ${readers}, views: [{ ${text} }] }`);
  const place = "OTEL_CONFIG_FILE meter_provider.views[0]";
  assert.deepEqual(view("selector: {}, stream: {}"), [
    `${place}.selector (line 2): expected something to select by; telemetry is off.`,
  ]);
  assert.deepEqual(view("selector: { instrument_name: 'a*' }, stream: { name: b }"), [
    `${place}.selector (line 2): expected an instrument_name without * in the selector of a stream that has a name; telemetry is off.`,
  ]);
  assert.deepEqual(
    view("selector: { meter_name: a }, stream: { attribute_keys: { excluded: ['a.*'] } }"),
    [
      `${place}.stream.attribute_keys.excluded[0] (line 2): expected a whole name, without * and ?, got "a.*"; telemetry is off.`,
    ],
  );
  assert.deepEqual(exporterProblems("{ otlp_grpc: { headers: [{ name: 'a*', value: b }] } }"), [
    `${exporterPlace}.otlp_grpc.headers[0] (line 2): expected a name of letters, digits, _, - and . that does not end in -bin; telemetry is off.`,
  ]);
  assert.deepEqual(exporterProblems("{ otlp_http: { headers: [{ name: 'a*', value: b }] } }"), []);
  assert.deepEqual(exporterProblems("{ otlp_http: { headers_list: 'a=1,b' } }"), [
    `${exporterPlace}.otlp_http.headers_list (line 2): expected key=value pairs, and not a pair without "="; that pair is left out.`,
  ]);
});

test("a timeout of 0 is no limit, and that of metrics is never longer than their interval", () => {
  const { model, problems } = configure(`${head}meter_provider:
  readers:
    - periodic: { interval: 5000, exporter: { otlp_http: { timeout: 0 } } }
    - periodic: { interval: 90000, timeout: 0, exporter: { console: } }
`);
  assert.deepEqual(problems, []);
  const [first, second] = model?.meter_provider?.readers ?? [];
  assert.equal(first?.periodic?.timeout, 5000);
  assert.equal(first?.periodic?.exporter.otlp_http?.timeout, 2 ** 31 - 1);
  assert.equal(second?.periodic?.timeout, 90_000);
});
