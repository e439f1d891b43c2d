import { signalSchemas } from "../../packages/cli/src/otlp/schema.ts";
import type { Batch } from "../../packages/sdk/src/export/batch.ts";
import { NUMBER } from "./receiver-receipts.ts";

/** Which spans a batch holds, and how. */
export interface NumberedOptions {
  /** The number of the first span. @default 0 */
  readonly from?: number;
  /** How many spans. @default 10 */
  readonly count?: number;
  /** @default "protobuf" */
  readonly encoding?: "json" | "protobuf";
  /** Bytes of text in each span, besides. @default 0 */
  readonly padding?: number;
}

/** A batch of numbered spans, encoded with protobufjs: independent of what is tested. */
export function numberedBatch(options: NumberedOptions = {}): Batch {
  const { from = 0, count = 10, encoding = "protobuf", padding = 0 } = options;
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  const spans = numbers.map((number) => numberedSpan(number, { padding, encoding }));
  const request = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
  const { request: type } = signalSchemas.traces;
  const bytes =
    encoding === "json"
      ? Buffer.from(JSON.stringify(request))
      : Buffer.from(type.encode(type.fromObject(request)).finish());
  const middle = Math.floor(count / 2);
  return {
    signal: "traces",
    items: count,
    bytes: bytes.length,
    // In several pieces, as a batch in pooled memory is.
    body: [bytes.subarray(0, 7), bytes.subarray(7, 8), bytes.subarray(8)],
    contentType: encoding === "json" ? "application/json" : "application/x-protobuf",
    split: () =>
      count < 2
        ? undefined
        : [
            numberedBatch({ ...options, count: middle }),
            numberedBatch({ ...options, from: from + middle, count: count - middle }),
          ],
    release: () => {},
  };
}

function numberedSpan(
  number: number,
  { padding, encoding }: Required<Pick<NumberedOptions, "encoding" | "padding">>,
): object {
  // OTLP's JSON writes identifiers in hexadecimal, unlike that of protobuf.
  const binary = encoding === "json" ? "hex" : "base64";
  return {
    traceId: Buffer.alloc(16, 1).toString(binary),
    spanId: Buffer.alloc(8, 1).toString(binary),
    name: "numbered",
    kind: 1,
    startTimeUnixNano: "1",
    endTimeUnixNano: "2",
    attributes: [
      { key: NUMBER, value: { intValue: String(number) } },
      { key: "padding", value: { stringValue: "x".repeat(padding) } },
    ],
  };
}
