import { diag, type Logger } from "@opentelemetry/api";
import type { Ledger } from "../export/ledger.ts";
import { cleanLogRecord } from "./clean-log-record.ts";
import type { Emissions } from "./emissions.ts";
import type { EntryBounds } from "./value-cleaner.ts";

/** What the loggers of a provider share. */
export interface LoggerGuards {
  readonly ledger: Ledger;
  readonly emissions: Emissions;
  readonly bounds: EntryBounds;
}

/**
 * A logger whose `emit` never throws: what upstream cannot take is repaired or left out of the record, which is
 * counted as repaired; a record that is hopeless is counted as lost.
 */
export function guardLogger(logger: Logger, { ledger, emissions, bounds }: LoggerGuards): Logger {
  const guarded: Logger = Object.create(logger);
  guarded.emit = (record) => {
    try {
      emissions.run(cleanLogRecord(record, bounds), (clean) => logger.emit(clean));
    } catch (error) {
      diag.debug("a log record cannot be used at all", error);
      ledger.made("logs");
      ledger.dropped("logs", 1, "encoding");
    }
  };
  return guarded;
}
