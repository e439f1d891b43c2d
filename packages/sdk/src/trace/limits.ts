import type { SpanLimits as UpstreamSpanLimits } from "@opentelemetry/sdk-trace";

/** What a span may hold; `Infinity` means no limit. https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits */
export type SpanLimits = Readonly<Required<UpstreamSpanLimits>>;

/** The limits of the specification: 128 of each, values of any length. */
export const defaultSpanLimits: SpanLimits = {
  attributeCountLimit: 128,
  attributeValueLengthLimit: Number.POSITIVE_INFINITY,
  eventCountLimit: 128,
  linkCountLimit: 128,
  attributePerEventCountLimit: 128,
  attributePerLinkCountLimit: 128,
};
