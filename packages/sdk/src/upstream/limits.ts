import type { LogRecordLimits as UpstreamLogRecordLimits } from "@opentelemetry/sdk-logs";
import type { SpanLimits as UpstreamSpanLimits } from "@opentelemetry/sdk-trace";
import type { AttributeLimits, SpanLimits } from "../config/config.ts";

/** The limits of spans in upstream's names; every one is given, so that upstream looks none up in the environment. */
export function toUpstreamSpanLimits(limits: SpanLimits): Required<UpstreamSpanLimits> {
  return {
    attributeValueLengthLimit: limits.attributeValueLength,
    attributeCountLimit: limits.attributeCount,
    eventCountLimit: limits.eventCount,
    linkCountLimit: limits.linkCount,
    attributePerEventCountLimit: limits.attributeCountPerEvent,
    attributePerLinkCountLimit: limits.attributeCountPerLink,
  };
}

/** The limits of log records in upstream's names. */
export function toUpstreamLogRecordLimits(
  limits: AttributeLimits,
): Required<UpstreamLogRecordLimits> {
  return {
    attributeValueLengthLimit: limits.attributeValueLength,
    attributeCountLimit: limits.attributeCount,
  };
}
