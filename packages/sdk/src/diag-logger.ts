import { DiagLogLevel, type DiagLogger } from "@opentelemetry/api";
import type { LogLevel } from "./config/config.ts";
import { describeRegisteredAfter } from "./instrument/coverage/other-sdk.ts";
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

/**
 * Sends what OpenTelemetry's components say of themselves through the report, one line each. Errors and
 * warnings that differ in their numbers only are printed once a minute.
 *
 * @param now Milliseconds that never run backwards. @default performance.now
 */
export function createDiagLogger(
  report: Pick<Report, "log">,
  now: () => number = () => performance.now(),
): DiagLogger {
  const lastTold = new Map<string, number>();
  const log = (...parts: unknown[]): void => {
    const text = readable(parts.map(render).join(" "));
    if (text !== undefined) report.log(text);
  };
  const logSeldom = (...parts: unknown[]): void => {
    const text = readable(parts.map(render).join(" "));
    if (text === undefined) return;
    const kind = text.replaceAll(/\d+/g, "0");
    const last = lastTold.get(kind);
    if (last !== undefined && now() - last < QUIET_MS) return;
    if (lastTold.size >= MOST_KINDS) lastTold.clear();
    lastTold.set(kind, now());
    report.log(text);
  };
  return { error: logSeldom, warn: logSeldom, info: log, debug: log, verbose: log };
}

const QUIET_MS = 60_000;
const MOST_KINDS = 100;

/** What a line of upstream means to an operator; `undefined` for one that the report has told already. */
function readable(text: string): string | undefined {
  if (text.includes("Attempted duplicate registration of API")) return describeRegisteredAfter();
  // Upstream adds the body, which is none of an OTLP server: a login page, say.
  if (text.includes("could not deserialize response")) return noOtlpResponse;
  // NodeSDK is told so, because the provider of loggers is made beside it.
  if (text.startsWith('OTEL_LOGS_EXPORTER contains "none"')) return undefined;
  // The export goes on below, and its end is reported with endpoint and remedy.
  return text.startsWith("PeriodicExportingMetricReader: metrics export timed out")
    ? undefined
    : text;
}

const noOtlpResponse =
  "an export was answered with success but without an OTLP response; check that OTEL_EXPORTER_OTLP_ENDPOINT is a Collector";

function render(part: unknown): string {
  const text = part instanceof Error ? `${part.name}: ${part.message}` : String(part);
  return text.replaceAll(/\s+/g, " ").slice(0, 500);
}
