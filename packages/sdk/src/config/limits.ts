import type { EnvReader } from "../env/reader.ts";
import type { AttributeLimits, SpanLimits } from "./config.ts";

/** "Attribute Limits" and "Span Limits": those of spans win over the general ones. */
export function readSpanLimits(reader: EnvReader): SpanLimits {
  return {
    ...readAttributeLimits(reader, "SPAN"),
    eventCount: reader.integer("OTEL_SPAN_EVENT_COUNT_LIMIT"),
    linkCount: reader.integer("OTEL_SPAN_LINK_COUNT_LIMIT"),
    attributeCountPerEvent: reader.integer("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT"),
    attributeCountPerLink: reader.integer("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT"),
  };
}

/** "LogRecord Limits": those of log records win over the general ones. */
export function readLogRecordLimits(reader: EnvReader): AttributeLimits {
  return readAttributeLimits(reader, "LOGRECORD");
}

function readAttributeLimits(reader: EnvReader, item: "LOGRECORD" | "SPAN"): AttributeLimits {
  const ownCount = reader.integer(`OTEL_${item}_ATTRIBUTE_COUNT_LIMIT`);
  const ownLength = reader.integer(`OTEL_${item}_ATTRIBUTE_VALUE_LENGTH_LIMIT`);
  const count = reader.integer("OTEL_ATTRIBUTE_COUNT_LIMIT");
  const length = reader.integer("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT");
  // `Infinity` is "not given" here: neither variable has a default.
  return {
    attributeCount: Number.isFinite(ownCount) ? ownCount : count,
    attributeValueLength: Number.isFinite(ownLength) ? ownLength : length,
  };
}
