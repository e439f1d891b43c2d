import type { Signal } from "../env/otlp-variables.ts";
import type { EnvReader } from "../env/reader.ts";
import { exporterNames } from "../env/values.ts";
import type { VariableName } from "../env/variables.ts";
import type { ExporterConfig } from "./config.ts";
import { readOtlp } from "./otlp.ts";
import { readOldExporters } from "./superseded.ts";
import { withoutNone } from "./without-none.ts";

/** Where a signal goes: OTEL_TRACES_EXPORTER and its like, else `otlp`. Empty when the signal is off. */
export function readExporters(reader: EnvReader, signal: Signal): readonly ExporterConfig[] {
  const variable = exporterVariables[signal];
  const given = reader.list(variable, exporterNames);
  if (given?.length === 0) {
    reader.report({
      variable,
      expected: "at least one known name, or none",
      used: `${signal} are not exported`,
    });
  }
  const old = readOldExporters(reader, { signal, variable, isGiven: given !== undefined });
  const names = withoutNone(reader, variable, given ?? old ?? ["otlp"]);
  return names.flatMap((name): readonly ExporterConfig[] => {
    if (name === "console") return [{ kind: "console" }];
    const otlp = readOtlp(reader, signal);
    return otlp === undefined ? [] : [otlp];
  });
}

const exporterVariables = {
  traces: "OTEL_TRACES_EXPORTER",
  metrics: "OTEL_METRICS_EXPORTER",
  logs: "OTEL_LOGS_EXPORTER",
} as const satisfies Record<Signal, VariableName>;
