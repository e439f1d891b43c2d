import { specifiedBy, type Variable } from "./variable.ts";

type LimitVariableName =
  | `OTEL_${"" | "LOGRECORD_" | "SPAN_"}ATTRIBUTE_${"COUNT" | "VALUE_LENGTH"}_LIMIT`
  | "OTEL_SPAN_EVENT_COUNT_LIMIT"
  | "OTEL_SPAN_LINK_COUNT_LIMIT"
  | "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT"
  | "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT";

/** How much one span or log record may carry; what exceeds it is dropped or cut, and counted. */
export const limitVariables: Readonly<Record<LimitVariableName, Variable>> = specifiedBy(
  "https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#attribute-limits",
  {
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: {
      type: "integer",
      doc: "Longest text value of an attribute in characters; longer ones are cut. Default: no limit.",
    },
    OTEL_ATTRIBUTE_COUNT_LIMIT: count("attributes of a span or log record"),
    OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: {
      type: "integer",
      doc: "The same for spans alone. Default: OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT.",
    },
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: ownCount("attributes of a span"),
    OTEL_SPAN_EVENT_COUNT_LIMIT: count("events of a span"),
    OTEL_SPAN_LINK_COUNT_LIMIT: count("links of a span"),
    OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: count("attributes of a span event"),
    OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: count("attributes of a span link"),
    OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: {
      type: "integer",
      doc: "The same for log records alone. Default: OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT.",
    },
    OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: ownCount("attributes of a log record"),
  },
);

function count(what: string): Variable {
  return { type: "integer", default: "128", min: 0, doc: `Most ${what}; more are dropped.` };
}

function ownCount(what: string): Variable {
  return {
    type: "integer",
    min: 0,
    doc: `Most ${what}; more are dropped. Default: OTEL_ATTRIBUTE_COUNT_LIMIT.`,
  };
}
