import { ROOT_CONTEXT, SeverityNumber, logs, trace } from "@opentelemetry/api";
import { logs as oldLogs, SeverityNumber as OldSeverityNumber } from "@opentelemetry/api-logs";
import pino from "pino";
import { oddValues, plainValues } from "./values.mjs";

const logger = logs.getLogger("logs", "1.0.0", { schemaUrl: "https://example.test/schema/3" });

/** Log records through the API, through the package that it was before, and through pino. */
export function run() {
  bodies();
  fields();
  contexts();
  old();
  throughPino();
}

function bodies() {
  for (const [key, body] of Object.entries(plainValues)) {
    logger.emit({ eventName: `body ${key}`, body });
  }
  for (const key of ["undefined", "null", "notANumber", "date"]) {
    logger.emit({ eventName: `odd body ${key}`, body: oddValues[key] });
  }
}

function fields() {
  const severity = { severityNumber: SeverityNumber.ERROR2, severityText: "ERROR" };
  logger.emit({ eventName: "nothing else" });
  logger.emit({ ...severity, eventName: "severity", body: "b" });
  logger.emit({ severityText: "only text", eventName: "severity text" });
  logger.emit({ eventName: "attributes", attributes: { ...plainValues } });
  for (const [key, value] of Object.entries(oddValues)) {
    logger.emit({ eventName: `odd attribute ${key}`, attributes: { [key]: value } });
  }
  const timestamp = new Date("2020-05-06T07:08:09.123Z");
  logger.emit({ eventName: "timestamp", timestamp });
  logger.emit({ eventName: "both times", timestamp, observedTimestamp: 1_588_748_890_000 });
  const many = Array.from({ length: 140 }, (_, index) => [`key.${index}`, index]);
  logger.emit({ eventName: "many attributes", attributes: Object.fromEntries(many) });
  logger.emit({ eventName: "exception", exception: new TypeError("in a log record") });
  logs.getLogger("bare").emit({ eventName: "bare scope", body: "b" });
}

function contexts() {
  trace.getTracer("logs").startActiveSpan("logging", (span) => {
    logger.emit({ eventName: "in the active span" });
    logger.emit({ eventName: "in no span", context: ROOT_CONTEXT });
    span.end();
  });
  const ids = { traceId: "1".repeat(32), spanId: "2".repeat(16) };
  for (const traceFlags of [0, 1]) {
    const context = trace.setSpanContext(ROOT_CONTEXT, { ...ids, traceFlags });
    logger.emit({ eventName: `in a context with flags ${traceFlags}`, context });
  }
}

function old() {
  const oldLogger = oldLogs.getLogger("old", "0.1.0");
  trace.getTracer("logs").startActiveSpan("logging through the old package", (span) => {
    oldLogger.emit({
      body: "old",
      severityNumber: OldSeverityNumber.INFO,
      severityText: "INFO",
      attributes: { a: 1 },
    });
    span.end();
  });
}

function throughPino() {
  const log = pino({ level: "trace", name: "app" });
  for (const level of ["trace", "debug", "info", "warn", "error", "fatal"]) {
    log[level]({ level: undefined, number: 1, nested: { list: [1, "a"] } }, `pino ${level}`);
  }
  log.child({ part: "child" }).info("pino child");
  log.error(new RangeError("pino's"), "pino error");
  trace.getTracer("logs").startActiveSpan("logging through pino", (span) => {
    log.info("pino in a span");
    span.end();
  });
}
