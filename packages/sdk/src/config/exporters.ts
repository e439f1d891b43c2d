import type { Signal } from "../env/otlp-variables.ts";
import type { EnvReader } from "../env/reader.ts";
import { exporterNames } from "../env/values.ts";
import type { VariableName } from "../env/variables.ts";
import type { ExporterConfig } from "./config.ts";
import { readOtlp } from "./otlp.ts";
import { readOldExporters } from "./superseded.ts";
import { parseHttpUrl, withoutCredentials } from "./url.ts";
import { withoutNone } from "./without-none.ts";

type ExporterName = (typeof exporterNames)[Signal][number];

/** Where a signal goes: OTEL_TRACES_EXPORTER and its like, else `otlp`. Empty when the signal is off. */
export function readExporters(reader: EnvReader, signal: Signal): readonly ExporterConfig[] {
  const variable = exporterVariables[signal];
  const isGiven = reader.origin(variable) !== "default";
  const listed = reader.list<ExporterName>(variable, exporterNames[signal]) ?? [];
  if (listed.length === 0) {
    reader.report({
      variable,
      expected: "at least one known name, or none",
      used: `${signal} are not exported`,
    });
    reader.settle(variable, "none");
  }
  const old = readOldExporters(reader, { signal, variable, isGiven });
  const given = isGiven ? listed : (old ?? listed);
  if (given !== listed) reader.settle(variable, given.join(","));
  const names = withoutNone<Exclude<ExporterName, "none">>(reader, variable, given);
  return names.flatMap((name) => readExporter(reader, signal, name) ?? []);
}

const exporterVariables = {
  traces: "OTEL_TRACES_EXPORTER",
  metrics: "OTEL_METRICS_EXPORTER",
  logs: "OTEL_LOGS_EXPORTER",
} as const satisfies Record<Signal, VariableName>;

function readExporter(
  reader: EnvReader,
  signal: Signal,
  name: Exclude<ExporterName, "none">,
): ExporterConfig | undefined {
  if (name === "console") return { kind: "console" };
  if (name === "otlp") return readOtlp(reader, signal);
  if (name === "zipkin") return readZipkin(reader);
  return {
    kind: "prometheus",
    host: reader.text("OTEL_EXPORTER_PROMETHEUS_HOST") ?? "localhost",
    port: reader.integer("OTEL_EXPORTER_PROMETHEUS_PORT"),
  };
}

function readZipkin(reader: EnvReader): ExporterConfig | undefined {
  const variable = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
  const text = reader.text(variable) ?? "";
  const url = parseHttpUrl(text);
  if (url !== undefined) {
    reader.settle(variable, withoutCredentials(text));
    const timeoutMs = reader.integer("OTEL_EXPORTER_ZIPKIN_TIMEOUT");
    return { kind: "zipkin", url: url.href, timeoutMs };
  }
  reader.report({
    variable,
    expected: "a URL such as http://localhost:9411/api/v2/spans",
    found: withoutCredentials(text),
    used: "traces are not exported to Zipkin",
  });
  reader.settle(variable, "(no usable URL)");
  return undefined;
}
