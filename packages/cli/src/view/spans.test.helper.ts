import type { SpanView } from "../store/read-trace.ts";

/** The start of every test trace. */
const testStart = 1_700_000_000_000_000_000n;

/** A span for tests of the view: `ms` and `at` are its duration and its start in milliseconds. */
export function testSpan(
  spanId: string,
  parentSpanId: string,
  values: Partial<SpanView> & { ms?: number; at?: number } = {},
): SpanView {
  const { ms = 1, at = 0, ...fields } = values;
  const start = testStart + BigInt(Math.round(at * 1e6));
  return {
    spanId,
    parentSpanId,
    name: spanId,
    service: "shop",
    kind: 1,
    start,
    end: start + BigInt(Math.round(ms * 1e6)),
    failed: false,
    message: "",
    attributes: {},
    ...fields,
  };
}
