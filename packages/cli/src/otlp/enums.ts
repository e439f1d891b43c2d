const severities = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"].flatMap((name) =>
  ["", "2", "3", "4"].map((step) => `SEVERITY_NUMBER_${name}${step}`),
);

/** The enums of OTLP: the name's place in the list is its number. */
export const otlpEnums: Readonly<
  Record<"SpanKind" | "StatusCode" | "AggregationTemporality" | "SeverityNumber", readonly string[]>
> = {
  SpanKind: [
    "SPAN_KIND_UNSPECIFIED",
    "SPAN_KIND_INTERNAL",
    "SPAN_KIND_SERVER",
    "SPAN_KIND_CLIENT",
    "SPAN_KIND_PRODUCER",
    "SPAN_KIND_CONSUMER",
  ],
  StatusCode: ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"],
  AggregationTemporality: [
    "AGGREGATION_TEMPORALITY_UNSPECIFIED",
    "AGGREGATION_TEMPORALITY_DELTA",
    "AGGREGATION_TEMPORALITY_CUMULATIVE",
  ],
  SeverityNumber: ["SEVERITY_NUMBER_UNSPECIFIED", ...severities],
};
