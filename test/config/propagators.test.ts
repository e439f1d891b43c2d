import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runWithReceiver } from "./run-with-receiver.ts";

const formats = ["tracecontext", "b3", "b3multi", "jaeger", "xray", "baggage"] as const;
type Format = (typeof formats)[number];

const trace = (digit: string): string => digit.repeat(32);
const SPAN = "b7ad6b7169203331";

/** The headers of one request in each format; each has a trace of its own. */
const incoming: Readonly<Record<Format, object>> = {
  tracecontext: { traceparent: `00-${trace("1")}-${SPAN}-01` },
  b3: { b3: `${trace("2")}-${SPAN}-1` },
  b3multi: { "x-b3-traceid": trace("3"), "x-b3-spanid": SPAN, "x-b3-sampled": "1" },
  jaeger: { "uber-trace-id": `${trace("4")}:${SPAN}:0:1` },
  xray: { "x-amzn-trace-id": `Root=1-55555555-${"5".repeat(24)};Parent=${SPAN};Sampled=1` },
  baggage: { baggage: "tenant=blue" },
};

interface Expected {
  readonly propagators?: string;
  readonly reads: readonly Format[];
  /** Headers of the requests that the application makes, when nothing came in. */
  readonly writes: readonly string[];
  readonly errors?: readonly RegExp[];
}

const cases: readonly Expected[] = [
  { reads: ["tracecontext", "baggage"], writes: ["traceparent"] },
  { propagators: "tracecontext", reads: ["tracecontext"], writes: ["traceparent"] },
  { propagators: "baggage", reads: ["baggage"], writes: [] },
  { propagators: "b3", reads: ["b3", "b3multi"], writes: ["b3"] },
  {
    propagators: "b3multi",
    reads: ["b3", "b3multi"],
    writes: ["x-b3-sampled", "x-b3-spanid", "x-b3-traceid"],
  },
  { propagators: "jaeger", reads: ["jaeger"], writes: ["uber-trace-id"] },
  { propagators: "xray", reads: ["xray"], writes: ["x-amzn-trace-id"] },
  { propagators: "none", reads: [], writes: [] },
  {
    propagators: " B3 , TraceContext,jaeger",
    reads: ["tracecontext", "b3", "b3multi", "jaeger"],
    writes: ["b3", "traceparent", "uber-trace-id"],
  },
  {
    propagators: "tracecontext,ottrace",
    reads: ["tracecontext"],
    writes: ["traceparent"],
    errors: [/^agent-otel: OTEL_PROPAGATORS: expected one of .*"ottrace"/],
  },
];

describe("how context travels", { concurrency: 3 }, () => {
  for (const { propagators, reads, writes, errors: wanted = [] } of cases) {
    test(`OTEL_PROPAGATORS=${propagators ?? ""} reads ${reads.join(", ") || "nothing"}`, async (t) => {
      const { seen, errors, receiver } = await runWithReceiver(t, {
        ...(propagators !== undefined && { OTEL_PROPAGATORS: propagators }),
        APP_REQUESTS: JSON.stringify([{}, ...formats.map((format) => incoming[format])]),
      });
      assert.equal(errors.length, wanted.length, errors.join("\n"));
      for (const [index, pattern] of wanted.entries()) assert.match(errors[index] ?? "", pattern);
      const [own, ...requests] = seen?.requests ?? [];
      assert.deepEqual(Object.keys(own?.headers ?? {}).toSorted(), writes);
      const read = formats.filter((format, index) => {
        if (format === "baggage") return requests[index]?.headers["baggage"] === "tenant=blue";
        return requests[index]?.traceId === `${digits[format]}`.repeat(32);
      });
      assert.deepEqual(
        read,
        formats.filter((format) => reads.includes(format)),
      );
      expectParents(receiver.spans, reads);
    });
  }
});

const digits = { tracecontext: 1, b3: 2, b3multi: 3, jaeger: 4, xray: 5 } as const;

/** What was sent tells the same as what the application saw. */
function expectParents(
  spans: readonly { name: string; traceId: string; parentSpanId?: string }[],
  reads: readonly Format[],
): void {
  const continued = spans.filter(
    ({ name, parentSpanId }) => name === "request" && parentSpanId === SPAN,
  );
  const expected = reads.filter((format) => format !== "baggage");
  assert.equal(continued.length, expected.length);
}
