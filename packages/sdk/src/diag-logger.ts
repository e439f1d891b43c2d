import { DiagLogLevel, type DiagLogger } from "@opentelemetry/api";
import type { LogLevel } from "./config/config.ts";
import type { Report } from "./report.ts";

/** The level of the API's own logger for a value of OTEL_LOG_LEVEL. */
export const diagLevels: Readonly<Record<LogLevel, DiagLogLevel>> = {
  none: DiagLogLevel.NONE,
  error: DiagLogLevel.ERROR,
  warn: DiagLogLevel.WARN,
  info: DiagLogLevel.INFO,
  debug: DiagLogLevel.DEBUG,
  verbose: DiagLogLevel.VERBOSE,
  all: DiagLogLevel.ALL,
};

/** Sends what OpenTelemetry's components say of themselves through the report, one line each. */
export function createDiagLogger(report: Report): DiagLogger {
  const log = (...parts: unknown[]): void => {
    const text = parts.map(render).join(" ");
    // Upstream adds the body, which is none of an OTLP server: a login page, say.
    report.log(text.includes("could not deserialize response") ? noOtlpResponse : text);
  };
  return { error: log, warn: log, info: log, debug: log, verbose: log };
}

const noOtlpResponse =
  "an export was answered with success but without an OTLP response; check that OTEL_EXPORTER_OTLP_ENDPOINT is a Collector";

function render(part: unknown): string {
  const text = part instanceof Error ? `${part.name}: ${part.message}` : String(part);
  return text.replaceAll(/\s+/g, " ").slice(0, 500);
}
