const SPAN = "b7ad6b7169203331";

/** A request without trace context, then one in each of {@link formats}, with a trace of its own. */
export const requestsInEveryFormat: readonly Readonly<Record<string, string>>[] = [
  {},
  { traceparent: `00-${traceOf(1)}-${SPAN}-01` },
  { b3: `${traceOf(2)}-${SPAN}-1` },
  { "x-b3-traceid": traceOf(3), "x-b3-spanid": SPAN, "x-b3-sampled": "1" },
  { "uber-trace-id": `${traceOf(4)}:${SPAN}:0:1` },
  { "x-amzn-trace-id": `Root=1-55555555-${"5".repeat(24)};Parent=${SPAN};Sampled=1` },
];

/** The names of the formats in that order. */
export const formats: readonly string[] = ["tracecontext", "b3", "b3multi", "jaeger", "xray"];

/** The trace of the request at that place of {@link requestsInEveryFormat}. */
export function traceOf(place: number): string {
  return String(place).repeat(32);
}
