import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import type { Environment } from "../env/reader.ts";
import { variables } from "../env/variables.ts";
import type { OtlpConfig, TelemetryConfig } from "./config.ts";
import { readConfig } from "./read-config.ts";

test("readConfig() gives the documented defaults for an empty environment, without a problem", () => {
  const { config, problems } = readConfig({});
  assert.deepEqual(problems, []);
  assert.equal(config.disabled, false);
  assert.deepEqual(config.propagators, ["tracecontext", "baggage"]);
  assert.deepEqual(config.sampler, { parentBased: true, ratio: 1 });
  assert.deepEqual(otlp(config, "traces"), {
    kind: "otlp",
    signal: "traces",
    protocol: "http/protobuf",
    url: "http://localhost:4318/v1/traces",
    headers: {},
    timeoutMs: 10_000,
    compression: "none",
    tls: {},
  });
  assert.deepEqual(config.traces.batch, {
    scheduleDelayMs: 300,
    exportTimeoutMs: 30_000,
    maxQueueSize: Infinity,
    maxExportBatchSize: Infinity,
  });
  assert.equal(config.metrics.exportIntervalMs, 60_000);
});

test("readConfig() reads blank values as unset", () => {
  const blank = Object.fromEntries(Object.keys(variables).map((name) => [name, "  "]));
  assert.deepEqual(readConfig(blank), readConfig({}));
});

test("readConfig() takes enums, booleans and lists in any case", () => {
  const { config, problems } = readConfig({
    OTEL_SDK_DISABLED: "TRUE",
    OTEL_TRACES_SAMPLER: "ParentBased_TraceIdRatio",
    OTEL_TRACES_SAMPLER_ARG: ".25",
    OTEL_PROPAGATORS: "B3, TraceContext,b3",
    OTEL_EXPORTER_OTLP_PROTOCOL: " GRPC ",
  });
  assert.deepEqual(problems, []);
  assert.equal(config.disabled, true);
  assert.deepEqual(config.sampler, { parentBased: true, ratio: 0.25 });
  assert.deepEqual(config.propagators, ["b3", "tracecontext"]);
  assert.equal(otlp(config, "logs").url, "http://localhost:4317");
});

test("readConfig() appends the signal's path to the general endpoint only", () => {
  const { config } = readConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector:4318/base/",
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "https://logs/in",
  });
  assert.equal(otlp(config, "traces").url, "https://collector:4318/base/v1/traces");
  assert.equal(otlp(config, "logs").url, "https://logs/in");
});

test("readConfig() reads a gRPC endpoint with and without a scheme", () => {
  assert.equal(grpc({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4317" }), "https://collector:4317");
  assert.equal(
    grpc({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4317", OTEL_EXPORTER_OTLP_INSECURE: "true" }),
    "http://collector:4317",
  );
  assert.equal(
    grpc({ OTEL_EXPORTER_OTLP_ENDPOINT: "https://c", OTEL_EXPORTER_OTLP_INSECURE: "true" }),
    "https://c",
  );
});

test("readConfig() merges headers, the signal's own over the general ones", () => {
  const { config } = readConfig({
    OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20abc,x-a=1",
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-a=2",
  });
  assert.deepEqual(otlp(config, "traces").headers, { authorization: "Bearer abc", "x-a": "2" });
  assert.deepEqual(otlp(config, "logs").headers, { authorization: "Bearer abc", "x-a": "1" });
});

test("readConfig() lets options win over OTEL_SERVICE_NAME over OTEL_RESOURCE_ATTRIBUTES", () => {
  const env = {
    OTEL_SERVICE_NAME: "from-env",
    OTEL_RESOURCE_ATTRIBUTES: "service.name=attr,team=a%20b",
  };
  assert.deepEqual(readConfig(env).config.resource, { "service.name": "from-env", team: "a b" });
  assert.deepEqual(
    readConfig(env, { serviceName: "option", resourceAttributes: { team: "c" } }).config.resource,
    { "service.name": "option", team: "c" },
  );
});

const cases: readonly [Environment, string][] = [
  [
    { OTEL_SDK_DISABLED: "yes" },
    'OTEL_SDK_DISABLED: expected one of true, false, got "yes" (did you mean true?); using false.',
  ],
  [
    { OTEL_EXPORTER_OTLP_TIMEOUT: "10s" },
    'OTEL_EXPORTER_OTLP_TIMEOUT: expected a whole number of milliseconds from 1 to 2147483647, or 0 for no limit, got "10s"; using 10000.',
  ],
  [
    { OTEL_TRACES_SAMPLER: "always_of" },
    'OTEL_TRACES_SAMPLER: expected one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio, got "always_of" (did you mean always_off?); no spans are recorded.',
  ],
  [
    { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "25%" },
    'OTEL_TRACES_SAMPLER_ARG: expected a number from 0 to 1, got "25%"; no new traces are started.',
  ],
  [
    { OTEL_LOGS_EXPORTER: "otlp,none" },
    'OTEL_LOGS_EXPORTER: expected "none" alone or other names without it, got "otlp,none"; using otlp.',
  ],
  [
    { OTEL_BSP_MAX_QUEUE_SIZE: "10", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "20" },
    'OTEL_BSP_MAX_EXPORT_BATCH_SIZE: expected at most OTEL_BSP_MAX_QUEUE_SIZE (10), got "20"; using 10.',
  ],
  [
    { OTEL_RESOURCE_ATTRIBUTES: "a=1,b=%zz" },
    'OTEL_RESOURCE_ATTRIBUTES: expected key=value pairs separated by commas, percent-encoded; a value with a broken percent-escape for "b" is left out.',
  ],
];
for (const [env, line] of cases) {
  test(`readConfig() says: ${line}`, () => {
    assert.deepEqual(readConfig(env).problems.map(formatProblem), [line]);
  });
}

test("readConfig() names an endpoint it cannot use once, hides its password and exports nothing", () => {
  const { config, problems } = readConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: "htp://user:pa@ss@host",
  });
  assert.deepEqual(config.traces.exporters, []);
  assert.deepEqual(problems.map(formatProblem), [
    'OTEL_EXPORTER_OTLP_ENDPOINT: expected a URL such as http://localhost:4318, got "htp://***@host"; nothing is exported to it.',
  ]);
});

test("readConfig() never shows a header's value", () => {
  const { config, problems } = readConfig({
    OTEL_EXPORTER_OTLP_HEADERS: "hunter2,bad name=hunter2,x=hunter2%0A,y=%zzhunter2,ok=1",
  });
  assert.deepEqual(otlp(config, "traces").headers, { ok: "1" });
  const text = problems.map(formatProblem).join("\n");
  assert.equal(problems.length, 4);
  assert.doesNotMatch(text, /hunter2/);
});

test("readConfig() drops a binary header for gRPC by its name, and only there", () => {
  const env = { OTEL_EXPORTER_OTLP_HEADERS: "key-bin=zz,ok=1" };
  const { config, problems } = readConfig({ ...env, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" });
  assert.deepEqual(otlp(config, "traces").headers, { ok: "1" });
  assert.match(problems.map(formatProblem).join(), /^OTEL_EXPORTER_OTLP_HEADERS: .*"key-bin"/);
  assert.deepEqual(readConfig(env).problems, []);
});

test("readConfig() asks for the missing half of a client certificate", () => {
  const { config, problems } = readConfig({
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector",
    OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: "key.pem",
  });
  assert.deepEqual(otlp(config, "traces").tls, {});
  assert.deepEqual(problems.map(formatProblem), [
    "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: expected OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE to be set as well; no client certificate is sent.",
  ]);
});

test("readConfig() takes the general variable when the signal's own is bad", () => {
  const { config, problems } = readConfig({
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "grcp",
    OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: "soon",
    OTEL_EXPORTER_OTLP_TIMEOUT: "7",
  });
  assert.equal(otlp(config, "traces").protocol, "grpc");
  assert.equal(otlp(config, "logs").timeoutMs, 7);
  assert.equal(problems.length, 2);
});

test("readConfig() reads nothing but what a declarative configuration cannot say beside OTEL_CONFIG_FILE", () => {
  const { config } = readConfig({
    OTEL_CONFIG_FILE: "otel.yaml",
    OTEL_SERVICE_NAME: "void",
    OTEL_TRACES_EXPORTER: "nonsense",
    AGENT_OTEL_STRICT: "true",
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: "mcp",
  });
  assert.equal(config.configFile, "otel.yaml");
  assert.deepEqual(config.resource, {});
  assert.equal(config.strict, true);
  assert.deepEqual(config.instrumentation.disabled, ["mcp"]);
});

test("readConfig() survives hostile text in every variable", () => {
  const hostile = ["\u0000", "-1", "1e999", "NaN", "∞", "=,=,", "%", "://", "x".repeat(100_000)];
  for (const name of Object.keys(variables)) {
    for (const value of hostile) readConfig({ [name]: value });
  }
});
function grpc(env: Environment): string {
  return otlp(readConfig({ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc", ...env }).config, "traces").url;
}

function otlp(config: TelemetryConfig, signal: "traces" | "metrics" | "logs"): OtlpConfig {
  const exporter = config[signal].exporters[0];
  assert.ok(exporter?.kind === "otlp");
  return exporter;
}
