import type { ConfigurationModel } from "@opentelemetry/configuration";
import { isMapping } from "./shape.ts";
import { withoutCredentials } from "./without-credentials.ts";

/**
 * What a model says in terms of variables, for the start-up line and `agent-otel config`. Where several
 * exporters of one signal differ, their values are joined by ", ". Headers are left out, and of a URL its
 * credentials and query.
 */
export function describeSettings(model: ConfigurationModel): ReadonlyMap<string, string> {
  const rows: Row[] = [
    ["OTEL_SDK_DISABLED", model.disabled],
    ["OTEL_LOG_LEVEL", model.log_level && logLevel(model.log_level)],
    ...describeResource(model),
    ["OTEL_PROPAGATORS", propagators(model)],
    ...describeTraces(model),
    ...describeMetrics(model),
    ...describeLogs(model),
    ...describeLimits(model),
  ];
  const texts = rows.flatMap(([name, value]): [string, string][] => {
    return value === null || value === undefined ? [] : [[name, String(value)]];
  });
  return new Map(texts);
}

type Row = readonly [name: string, value: boolean | number | string | null | undefined];

/** Levels of the schema have finer steps, and none at which nothing is said. */
function logLevel(severity: string): string {
  const name = severity.replace(/\d$/, "");
  return name === "trace" ? "verbose" : name === "fatal" ? "error" : name;
}

function describeResource({ resource }: ConfigurationModel): Row[] {
  const attributes = (resource?.attributes ?? []).filter(({ value }) => value !== null);
  const service = attributes.findLast(({ name }) => name === "service.name");
  const pairs = attributes
    .filter(({ name }) => name !== "service.name")
    .map(({ name, value }) => `${encode(name)}=${encode(String(value))}`);
  return [
    ["OTEL_SERVICE_NAME", service === undefined ? undefined : String(service.value)],
    ["OTEL_RESOURCE_ATTRIBUTES", pairs.length === 0 ? undefined : pairs.join(",")],
  ];
}

function encode(text: string): string {
  return text.replaceAll(/[%,=\s]/g, encodeURIComponent);
}

/** Without a propagator in the file nothing is propagated. */
function propagators({ propagator }: ConfigurationModel): string {
  const names = (propagator?.composite ?? []).flatMap((item) => Object.keys(item));
  return names.length === 0 || names.includes("none") ? "none" : names.join(",");
}

function describeTraces({ tracer_provider: provider }: ConfigurationModel): Row[] {
  const { sampler, processors = [] } = provider ?? {};
  const batch = processors.find((processor) => processor.batch)?.batch;
  return [
    ...describeExporters("TRACES", processors.map(exporterOf)),
    ...describeBatch("BSP", batch),
    ...(provider === undefined ? [] : describeSampler(sampler ?? { parent_based: null })),
  ];
}

function describeLogs({ logger_provider: provider }: ConfigurationModel): Row[] {
  const processors = provider?.processors ?? [];
  const batch = processors.find((processor) => processor.batch)?.batch;
  return [
    ...describeExporters("LOGS", processors.map(exporterOf)),
    ...describeBatch("BLRP", batch),
  ];
}

function describeMetrics({ meter_provider: provider }: ConfigurationModel): Row[] {
  const readers = provider?.readers ?? [];
  const periodic = readers.find((reader) => reader.periodic)?.periodic;
  const pull = readers.find((reader) => reader.pull)?.pull?.exporter["prometheus/development"];
  const isScraped = readers.some((reader) => reader.pull);
  return [
    ...describeExporters("METRICS", readers.map(exporterOf)),
    ["OTEL_METRIC_EXPORT_INTERVAL", periodic && (periodic.interval ?? 60_000)],
    ["OTEL_METRIC_EXPORT_TIMEOUT", periodic?.timeout],
    ["OTEL_EXPORTER_PROMETHEUS_HOST", isScraped ? (pull?.host ?? "localhost") : undefined],
    ["OTEL_EXPORTER_PROMETHEUS_PORT", isScraped ? (pull?.port ?? 9464) : undefined],
  ];
}

/** A processor or reader is a mapping of one key to a mapping that has an exporter. */
function exporterOf(part: object): readonly [name: string, settings: unknown] {
  const inner = Object.values(part).find(isMapping);
  const exporter = isMapping(inner?.["exporter"]) ? inner["exporter"] : {};
  return Object.entries(exporter)[0] ?? ["none", null];
}

function describeExporters(
  signal: "LOGS" | "METRICS" | "TRACES",
  exporters: readonly (readonly [name: string, settings: unknown])[],
): Row[] {
  const names = exporters.map(([name]) => exporterNames[name] ?? name);
  const otlp = exporters.filter(([name]) => name.startsWith("otlp_"));
  const join = (read: (name: string, settings: Readonly<Record<string, unknown>>) => unknown) => {
    const values = otlp.map(([name, settings]) => read(name, isMapping(settings) ? settings : {}));
    const texts = [...new Set(values.map(String))];
    return texts.length === 0 ? undefined : texts.join(", ");
  };
  const prefix = `OTEL_EXPORTER_OTLP_${signal}`;
  const path = `/v1/${signal.toLowerCase()}`;
  return [
    [`OTEL_${signal}_EXPORTER`, [...new Set(names)].join(",") || "none"],
    [`${prefix}_PROTOCOL`, join(protocolOf)],
    [
      `${prefix}_ENDPOINT`,
      join((name, { endpoint }) => {
        if (typeof endpoint === "string") return withoutCredentials(endpoint);
        return name === "otlp_grpc" ? "http://localhost:4317" : `http://localhost:4318${path}`;
      }),
    ],
    [`${prefix}_TIMEOUT`, join((_, { timeout }) => timeout ?? 10_000)],
    [`${prefix}_COMPRESSION`, join((_, { compression }) => compression ?? "none")],
  ];
}

const exporterNames: Readonly<Record<string, string>> = {
  otlp_http: "otlp",
  otlp_grpc: "otlp",
  "prometheus/development": "prometheus",
};

function protocolOf(name: string, { encoding }: Readonly<Record<string, unknown>>): string {
  if (name === "otlp_grpc") return "grpc";
  return encoding === "json" ? "http/json" : "http/protobuf";
}

function describeBatch(
  prefix: "BLRP" | "BSP",
  batch:
    | NonNullable<NonNullable<ConfigurationModel["tracer_provider"]>["processors"][number]["batch"]>
    | undefined,
): Row[] {
  if (batch === undefined) return [];
  const delay = prefix === "BSP" ? 5000 : 1000;
  const queue = batch.max_queue_size ?? 2048;
  return [
    [`OTEL_${prefix}_SCHEDULE_DELAY`, batch.schedule_delay ?? delay],
    [`OTEL_${prefix}_EXPORT_TIMEOUT`, batch.export_timeout ?? 30_000],
    [`OTEL_${prefix}_MAX_QUEUE_SIZE`, queue],
    [`OTEL_${prefix}_MAX_EXPORT_BATCH_SIZE`, Math.min(batch.max_export_batch_size ?? 512, queue)],
  ];
}

type Sampler = NonNullable<NonNullable<ConfigurationModel["tracer_provider"]>["sampler"]>;

function describeSampler(sampler: Sampler): Row[] {
  const [[name, settings] = ["always_on", null]] = Object.entries(sampler);
  if (name === "parent_based") {
    const root = sampler.parent_based?.root ?? { always_on: null };
    return describeSampler(root).map(([key, value]) => {
      return [key, key === "OTEL_TRACES_SAMPLER" ? `parentbased_${String(value)}` : value];
    });
  }
  if (name !== "trace_id_ratio_based") return [["OTEL_TRACES_SAMPLER", name]];
  const ratio = isMapping(settings) ? settings["ratio"] : undefined;
  return [
    ["OTEL_TRACES_SAMPLER", "traceidratio"],
    ["OTEL_TRACES_SAMPLER_ARG", typeof ratio === "number" ? ratio : 1],
  ];
}

function describeLimits(model: ConfigurationModel): Row[] {
  const spans = model.tracer_provider?.limits;
  const records = model.logger_provider?.limits;
  return [
    ["OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", model.attribute_limits?.attribute_value_length_limit],
    ["OTEL_ATTRIBUTE_COUNT_LIMIT", model.attribute_limits?.attribute_count_limit],
    ["OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", spans?.attribute_value_length_limit],
    ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", spans?.attribute_count_limit],
    ["OTEL_SPAN_EVENT_COUNT_LIMIT", spans?.event_count_limit],
    ["OTEL_SPAN_LINK_COUNT_LIMIT", spans?.link_count_limit],
    ["OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", spans?.event_attribute_count_limit],
    ["OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", spans?.link_attribute_count_limit],
    ["OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", records?.attribute_value_length_limit],
    ["OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", records?.attribute_count_limit],
  ];
}
