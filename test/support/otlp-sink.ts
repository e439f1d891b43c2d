import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A span as OTLP/JSON writes it. */
export interface SinkSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
}

/** A log record as OTLP/JSON writes it. */
export interface SinkLog {
  readonly traceId?: string;
  readonly spanId?: string;
}

/** An OTLP/HTTP receiver that keeps what it gets; takes JSON only. */
export interface OtlpSink {
  readonly url: string;
  readonly spans: SinkSpan[];
  readonly logs: SinkLog[];
  readonly metricNames: Set<string>;
  /** Every payload as text, to search for what must not be in it. */
  readonly payloads: string[];
  close(): void;
}

/** How a sink answers, and where. */
export interface OtlpSinkOptions {
  /** The loopback port. @default a free one */
  readonly port?: number;
  /** The HTTP status of each answer. @default 200 */
  readonly status?: number;
}

/** Starts a sink on the loopback interface. */
export async function startOtlpSink({
  port: wanted = 0,
  status = 200,
}: OtlpSinkOptions = {}): Promise<OtlpSink> {
  const kept = { spans: [], logs: [], metricNames: new Set<string>(), payloads: [] } satisfies Omit<
    OtlpSink,
    "close" | "url"
  >;
  const server = createServer((request, response) => {
    void buffer(request).then((bytes) => {
      if (status === 200) keep(kept, bytes.toString("utf8"));
      return response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is no string
  const { port } = server.address() as AddressInfo;
  return {
    ...kept,
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Payload {
  readonly resourceSpans?: readonly { scopeSpans: readonly { spans: readonly SinkSpan[] }[] }[];
  readonly resourceLogs?: readonly { scopeLogs: readonly { logRecords: readonly SinkLog[] }[] }[];
  readonly resourceMetrics?: readonly {
    scopeMetrics: readonly { metrics: readonly { name: string }[] }[];
  }[];
}

function keep(kept: Omit<OtlpSink, "close" | "url">, text: string): void {
  kept.payloads.push(text);
  const payload: Payload = JSON.parse(text);
  for (const { scopeSpans } of payload.resourceSpans ?? []) {
    kept.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
  }
  for (const { scopeLogs } of payload.resourceLogs ?? []) {
    kept.logs.push(...scopeLogs.flatMap(({ logRecords }) => logRecords));
  }
  for (const { scopeMetrics } of payload.resourceMetrics ?? []) {
    for (const { metrics } of scopeMetrics)
      for (const { name } of metrics) kept.metricNames.add(name);
  }
}
