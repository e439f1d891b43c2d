import { diag, type Logger, type LogRecord } from "@opentelemetry/api";
import type { Ledger } from "../export/ledger.ts";

/**
 * A logger whose `emit` never throws: what upstream cannot take is left out of the record, and counted as repaired; a
 * record that is hopeless is counted as lost.
 */
export function guardLogger(logger: Logger, ledger: Ledger): Logger {
  const guarded: Logger = Object.create(logger);
  guarded.emit = (record) => {
    try {
      logger.emit(record);
    } catch (error) {
      diag.debug("a log record was not as it should be", error);
      emitRepaired(logger, record, ledger);
    }
  };
  return guarded;
}

function emitRepaired(logger: Logger, record: LogRecord, ledger: Ledger): void {
  try {
    logger.emit(repair(record));
    ledger.repaired("logs", 1, "log record");
  } catch (error) {
    diag.debug("a log record cannot be used at all", error);
    ledger.made("logs");
    ledger.dropped("logs", 1, "encoding");
  }
}

/** Only what is of the right type, read property by property, since getters may throw. */
function repair(record: LogRecord): LogRecord {
  const read = <K extends keyof LogRecord>(key: K): LogRecord[K] | undefined =>
    attempt(() => record[key]);
  const time = read("timestamp");
  const body = read("body");
  const severityNumber = read("severityNumber");
  const severityText = read("severityText");
  const eventName = read("eventName");
  const context = read("context");
  return {
    ...(isTime(time) ? { timestamp: time } : {}),
    ...(typeof severityNumber === "number" ? { severityNumber } : {}),
    ...(typeof severityText === "string" ? { severityText } : {}),
    ...(typeof eventName === "string" ? { eventName } : {}),
    ...(context === undefined ? {} : { context }),
    body: plain(body),
    attributes: plainAttributes(read("attributes")),
  };
}

function isTime(time: unknown): time is number {
  return typeof time === "number" && Number.isFinite(time);
}

function plainAttributes(attributes: unknown): Record<string, boolean | number | string> {
  if (typeof attributes !== "object" || attributes === null) return {};
  const kept: Record<string, boolean | number | string> = {};
  for (const key of attempt(() => Object.keys(attributes)) ?? []) {
    const value = plain(attempt(() => Reflect.get(attributes, key)));
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}

/** A scalar as it is; a structure as JSON, if it can be written so. */
function plain(value: unknown): boolean | number | string | undefined {
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
    return value;
  }
  if (typeof value === "bigint") return String(value);
  return typeof value === "object" && value !== null
    ? attempt(() => JSON.stringify(value))
    : undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // The property is what is left out.
    return undefined;
  }
}
