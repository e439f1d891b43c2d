import { diag } from "@opentelemetry/api";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";

/** A processor whose `onEmit` and `enabled` never throw, so that one of the user's takes no record away from the others. */
export function guardProcessor(processor: LogRecordProcessor): LogRecordProcessor {
  const guarded: LogRecordProcessor = {
    onEmit: (record, context) => {
      try {
        processor.onEmit(record, context);
      } catch (error) {
        diag.error("a log record processor threw", error);
      }
    },
    forceFlush: (options) => processor.forceFlush(options),
    shutdown: () => processor.shutdown(),
  };
  if (processor.enabled !== undefined) {
    guarded.enabled = (options) => {
      try {
        return processor.enabled?.(options) ?? true;
      } catch (error) {
        diag.error("a log record processor threw", error);
        return true;
      }
    };
  }
  return guarded;
}
