import type { LogRecordProcessor, ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { CapturedLog } from "./captured.ts";

/** Keeps log records as they leave the pipeline. */
export class LogStore implements LogRecordProcessor {
  #logs: CapturedLog[] = [];

  onEmit(record: ReadableLogRecord): void {
    this.#logs.push(toCaptured(record));
  }

  logs(): CapturedLog[] {
    return [...this.#logs];
  }

  reset(): void {
    this.#logs = [];
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

function toCaptured(record: ReadableLogRecord): CapturedLog {
  const { eventName, severityText, spanContext, body, attributes } = record;
  return {
    ...(eventName === undefined ? {} : { eventName }),
    ...(severityText === undefined ? {} : { severity: severityText }),
    body,
    attributes: { ...attributes },
    ...(spanContext === undefined
      ? {}
      : { traceId: spanContext.traceId, spanId: spanContext.spanId }),
    scope: record.instrumentationScope.name,
  };
}
