/**
 * OTLP messages as plain objects, whatever encoding they came in: camelCase names, 64-bit integers as decimal text,
 * enums as numbers, bytes as `Uint8Array`. A field that was not sent is absent.
 */
export interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: string;
  doubleValue?: number;
  arrayValue?: { values?: AnyValue[] };
  kvlistValue?: { values?: KeyValue[] };
  bytesValue?: Uint8Array;
}

/** One attribute. */
export interface KeyValue {
  key?: string;
  value?: AnyValue;
}

/** What produced the telemetry: a service. */
export interface Resource {
  attributes?: KeyValue[];
}

/** A span as it arrived. */
export interface OtlpSpan {
  traceId?: Uint8Array;
  spanId?: Uint8Array;
  parentSpanId?: Uint8Array;
  name?: string;
  kind?: number;
  startTimeUnixNano?: string;
  endTimeUnixNano?: string;
  attributes?: KeyValue[];
  status?: { code?: number; message?: string };
  flags?: number;
}

/** A metric as it arrived, with its data points. */
export interface OtlpMetric {
  name?: string;
  unit?: string;
  gauge?: { dataPoints?: unknown[] };
  sum?: { dataPoints?: unknown[] };
  histogram?: { dataPoints?: unknown[] };
  exponentialHistogram?: { dataPoints?: unknown[] };
  summary?: { dataPoints?: unknown[] };
}

/** A log record as it arrived. */
export interface OtlpLogRecord {
  timeUnixNano?: string;
  observedTimeUnixNano?: string;
  severityNumber?: number;
  severityText?: string;
  body?: AnyValue;
  traceId?: Uint8Array;
  spanId?: Uint8Array;
}

/** What each signal's `Export` call carries. */
export interface ExportRequests {
  traces: {
    resourceSpans?: {
      resource?: Resource;
      scopeSpans?: { scope?: object; spans?: OtlpSpan[]; schemaUrl?: string }[];
    }[];
  };
  metrics: {
    resourceMetrics?: {
      resource?: Resource;
      scopeMetrics?: { scope?: object; metrics?: OtlpMetric[] }[];
    }[];
  };
  logs: {
    resourceLogs?: {
      resource?: Resource;
      scopeLogs?: { scope?: object; logRecords?: OtlpLogRecord[] }[];
    }[];
  };
}
