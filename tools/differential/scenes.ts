import type { Scene } from "./case.ts";
import { requestsInEveryFormat } from "./formats.ts";

/** Values and surroundings of a variable, where those of its type would show nothing. */
export interface Subject {
  readonly good?: readonly string[];
  readonly bad?: readonly string[];
  /** In a name `*_` stands for the signal of the variable, or for nothing. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly scene?: Scene;
}

/** By variable; for an OTLP variable of one signal by the general one. */
export const subjects: Readonly<Record<string, Subject>> = {
  OTEL_RESOURCE_ATTRIBUTES: {
    good: ["team=blue%20sky,deployment.environment.name=test"],
    bad: ["team=blue,oops", "team=blue,bad=%zz", "team=blue,url=/?a=b"],
  },
  OTEL_ENTITIES: { good: ["service{service.name=shop}"] },
  OTEL_LOG_LEVEL: { good: ["debug"] },
  OTEL_PROPAGATORS: {
    good: ["b3multi,baggage", "jaeger", "xray"],
    bad: ["tracecontext,bogus", "B3", "w3c"],
    scene: { application: { APP_REQUESTS: JSON.stringify(requestsInEveryFormat) } },
  },
  OTEL_TRACES_SAMPLER: {
    good: ["always_off", "parentbased_always_off"],
    bad: ["alway_off", "ALWAYS_OFF", "jaeger_remote"],
  },
  OTEL_TRACES_SAMPLER_ARG: {
    good: ["0", "0.5"],
    bad: ["25%", "1.5", "-0.1"],
    beside: { OTEL_TRACES_SAMPLER: "traceidratio" },
  },
  OTEL_CONFIG_FILE: { good: ["<config file>"] },
  OTEL_NODE_RESOURCE_DETECTORS: { good: ["host", "none"], bad: ["host,bogus", "HOST", "bogus"] },
  OTEL_NODE_EXPERIMENTAL_SDK_METRICS: { good: ["true", "false"] },
  ...exporterSubjects(),
  ...otlpSubjects(),
  ...batchSubjects("BSP", "traces", { APP_ROOTS: "200" }),
  ...batchSubjects("BLRP", "logs", {
    APP_REQUESTS: JSON.stringify(Array.from({ length: 200 }, () => ({}))),
  }),
  ...limitSubjects(),
  ...instrumentationSubjects(),
  AGENT_OTEL_STRICT: { good: ["true"], beside: { OTEL_BSP_SCHEDULE_DELAY: "5s" } },
  AGENT_OTEL_SHUTDOWN_TIMEOUT: { good: ["200"], scene: { silent: true } },
  AGENT_OTEL_ENGINE: { good: ["native", "upstream"], bad: ["upstraem", "UPSTREAM", "bogus"] },
  OTEL_TRACES_ENABLED: { good: ["false"] },
  OTEL_OTLP_EXPORT: { good: ["false"] },
};

function exporterSubjects(): Record<string, Subject> {
  const prometheus = {
    OTEL_METRICS_EXPORTER: "prometheus",
    OTEL_EXPORTER_PROMETHEUS_HOST: "127.0.0.1",
    OTEL_EXPORTER_PROMETHEUS_PORT: "<free port>",
  };
  const names = ["otlp,bogus", "OTLP", "oltp"];
  return {
    OTEL_TRACES_EXPORTER: {
      good: ["console", "zipkin", "none", "otlp,none"],
      bad: names,
      beside: { OTEL_EXPORTER_ZIPKIN_ENDPOINT: "<zipkin>" },
    },
    OTEL_METRICS_EXPORTER: { good: ["console", "none", "otlp,none"], bad: names },
    OTEL_LOGS_EXPORTER: { good: ["console", "none", "otlp,none"], bad: names },
    OTEL_METRIC_EXPORT_INTERVAL: {
      good: ["300"],
      beside: { OTEL_METRIC_EXPORT_TIMEOUT: "300" },
      scene: { whileRunning: "metrics" },
    },
    OTEL_METRIC_EXPORT_TIMEOUT: { good: ["200"], beside: only("METRICS"), scene: { silent: true } },
    OTEL_METRICS_EXEMPLAR_FILTER: {
      good: ["always_off"],
      bad: ["trace_based", "ALWAYS_ON", "bogus"],
    },
    OTEL_EXPORTER_PROMETHEUS_HOST: {
      good: ["127.0.0.1"],
      bad: ["127.0.0.1 ", "a b", "<url>"],
      beside: prometheus,
      scene: { scrape: "127.0.0.1" },
    },
    OTEL_EXPORTER_PROMETHEUS_PORT: {
      good: ["<free port>"],
      bad: ["abc", "-1", "70000"],
      beside: prometheus,
      scene: { scrape: "127.0.0.1", alone: true },
    },
    OTEL_EXPORTER_ZIPKIN_ENDPOINT: {
      good: ["<zipkin>"],
      beside: { OTEL_TRACES_EXPORTER: "zipkin" },
    },
  };
}

function otlpSubjects(): Record<string, Subject> {
  const authority = { OTEL_EXPORTER_OTLP_CERTIFICATE: "<authority>" };
  const grpc = { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" };
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: {
      good: ["<url>/base"],
      bad: ["127.0.0.1:<port>", "nonsense", "ftp://127.0.0.1:<port>", " <url> "],
      scene: {
        paths: { traces: "/base/v1/traces", metrics: "/base/v1/metrics", logs: "/base/v1/logs" },
      },
    },
    OTEL_EXPORTER_OTLP_PROTOCOL: { good: ["http/json"], bad: ["http", "HTTP/JSON", "http/json "] },
    OTEL_EXPORTER_OTLP_HEADERS: {
      good: ["x-tenant=blue%20sky"],
      bad: ["x-tenant: blue", "x-tenant=blue,x-bad=%zz", "x-tenant=blue,bad name=v"],
    },
    OTEL_EXPORTER_OTLP_TIMEOUT: { good: ["200"], scene: { silent: true } },
    OTEL_EXPORTER_OTLP_COMPRESSION: { good: ["gzip"], bad: ["gzpi", "GZIP", "zstd"] },
    OTEL_EXPORTER_OTLP_CERTIFICATE: { good: ["<authority>"], scene: { security: "TLS" } },
    OTEL_EXPORTER_OTLP_CLIENT_KEY: {
      good: ["<client key>"],
      beside: { ...authority, "OTEL_EXPORTER_OTLP_*_CLIENT_CERTIFICATE": "<client certificate>" },
      scene: { security: "mutual TLS" },
    },
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: {
      good: ["<client certificate>"],
      beside: { ...authority, "OTEL_EXPORTER_OTLP_*_CLIENT_KEY": "<client key>" },
      scene: { security: "mutual TLS" },
    },
    OTEL_EXPORTER_OTLP_INSECURE: {
      good: ["true"],
      beside: { ...grpc, OTEL_EXPORTER_OTLP_ENDPOINT: "127.0.0.1:<port>" },
      scene: { transport: "grpc" },
    },
  };
}

/** The only signal that is sent. */
function only(signal: "LOGS" | "METRICS" | "TRACES"): Record<string, string> {
  const others = ["LOGS", "METRICS", "TRACES"].filter((name) => name !== signal);
  return Object.fromEntries(others.map((name) => [`OTEL_${name}_EXPORTER`, "none"]));
}

function batchSubjects(
  prefix: "BLRP" | "BSP",
  signal: "logs" | "traces",
  many: Readonly<Record<string, string>>,
): Record<string, Subject> {
  const name = `OTEL_${prefix}`;
  const scene = { application: many };
  return {
    [`${name}_SCHEDULE_DELAY`]: { good: ["50"], scene: { whileRunning: signal } },
    [`${name}_EXPORT_TIMEOUT`]: {
      good: ["200"],
      beside: only(signal === "logs" ? "LOGS" : "TRACES"),
      scene: { silent: true },
    },
    [`${name}_MAX_QUEUE_SIZE`]: { good: ["20"], scene },
    [`${name}_MAX_EXPORT_BATCH_SIZE`]: { good: ["50"], bad: ["abc", "-5", "2.5", "9999"], scene },
  };
}

function limitSubjects(): Record<string, Subject> {
  const names = [
    ...["", "SPAN_", "LOGRECORD_"].flatMap((item) => [
      `${item}ATTRIBUTE_COUNT_LIMIT`,
      `${item}ATTRIBUTE_VALUE_LENGTH_LIMIT`,
    ]),
    "SPAN_EVENT_COUNT_LIMIT",
    "SPAN_LINK_COUNT_LIMIT",
    "EVENT_ATTRIBUTE_COUNT_LIMIT",
    "LINK_ATTRIBUTE_COUNT_LIMIT",
  ];
  const subject: Subject = {
    good: ["10"],
    bad: ["many", "-5", "2.5", "0"],
    scene: { application: { APP_ITEMS: "200" } },
  };
  return Object.fromEntries(names.map((name) => [`OTEL_${name}`, subject]));
}

function instrumentationSubjects(): Record<string, Subject> {
  const get = { application: { APP_METHOD: "GET" } };
  const headers = {
    good: ["x-asked,X-Answered"],
    bad: ["bad name", ",", "x-asked,a:b"],
    scene: get,
  };
  const http = "OTEL_INSTRUMENTATION_HTTP";
  const names = ["http,bogus", "HTTP", "htpp"];
  return {
    OTEL_NODE_ENABLED_INSTRUMENTATIONS: { good: ["http"], bad: names, scene: get },
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: { good: ["undici"], bad: names, scene: get },
    [`${http}_SERVER_CAPTURE_REQUEST_HEADERS`]: headers,
    [`${http}_SERVER_CAPTURE_RESPONSE_HEADERS`]: headers,
    [`${http}_CLIENT_CAPTURE_REQUEST_HEADERS`]: headers,
    [`${http}_CLIENT_CAPTURE_RESPONSE_HEADERS`]: headers,
    [`${http}_KNOWN_METHODS`]: {
      good: ["GET,POST"],
      bad: ["get", "PUT DELETE", ","],
      scene: { application: { APP_METHOD: "PUT" } },
    },
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: {
      good: ["false", "span_only", "SPAN_ONLY"],
      bad: ["yes", "bogus"],
    },
    OTEL_SEMCONV_STABILITY_OPT_IN: {
      good: ["http"],
      bad: ["http/dup", "HTTP", "bogus"],
      scene: get,
    },
  };
}
