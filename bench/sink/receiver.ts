import { createServer, type IncomingMessage, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { countDatadogSpans } from "./count-datadog.ts";
import { type SpanCount, countOtlpSpans } from "./count-otlp.ts";

/** What has arrived since the last reset. */
export interface Received extends SpanCount {
  /** Requests with spans, whether they were accepted or not. */
  posts: number;
  /** Bytes of their bodies as sent. */
  bytes: number;
  /** Bytes of the largest of them. */
  largest: number;
  /** Requests with spans that were larger than a Collector takes. */
  tooLarge: number;
  /** Requests with spans that could not be decoded. */
  malformed: number;
  /** All other requests: metrics, logs, a vendor's own. */
  others: number;
}

/** Nothing received yet. */
export function nothingReceived(): Received {
  return {
    spans: 0,
    manual: 0,
    attributes: 0,
    posts: 0,
    bytes: 0,
    largest: 0,
    tooLarge: 0,
    malformed: 0,
    others: 0,
  };
}

/** The Collector's default limit of a request body (`max_request_body_size`): above it, it answers 400. */
const COLLECTOR_LIMIT = 20 * 1024 * 1024;

const decoders: ReadonlyMap<string, (bytes: Buffer) => SpanCount> = new Map([
  ["/v1/traces", countOtlpSpans],
  ["/v0.4/traces", countDatadogSpans],
]);

/**
 * A receiver of OTLP over HTTP in protobuf and of the Datadog agent's protocol, which decodes each request and
 * adds it to what `current` gives. Not yet listening.
 */
export function createReceiver(current: () => Received): Server {
  return createServer((request, response) => {
    take(request, current).then(
      ({ status, type, body }) => response.writeHead(status, { "content-type": type }).end(body),
      // The sender went away in the middle: it hears nothing, and nothing was counted.
      () => response.destroy(),
    );
  });
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function take(request: IncomingMessage, current: () => Received): Promise<Answer> {
  const sent = await buffer(request);
  const received = current();
  const decode = decoders.get(request.url ?? "");
  if (decode === undefined) {
    received.others += 1;
    return { status: 200, type: "application/json", body: "{}" };
  }
  received.posts += 1;
  received.bytes += sent.length;
  received.largest = Math.max(received.largest, sent.length);
  if (decode === countOtlpSpans && sent.length > COLLECTOR_LIMIT) {
    received.tooLarge += 1;
    return { status: 400, type: "text/plain", body: "http: request body too large" };
  }
  try {
    add(received, decode(await unpack(request, sent)));
  } catch (error) {
    received.malformed += 1;
    return { status: 400, type: "text/plain", body: String(error) };
  }
  if (request.url === "/v0.4/traces") {
    return { status: 200, type: "application/json", body: '{"rate_by_service":{}}' };
  }
  // An empty ExportTraceServiceResponse: everything was accepted.
  return { status: 200, type: "application/x-protobuf", body: "" };
}

async function unpack(request: IncomingMessage, sent: Buffer): Promise<Buffer> {
  return request.headers["content-encoding"] === "gzip" ? await promisify(gunzip)(sent) : sent;
}

function add(received: Received, { spans, manual, attributes }: SpanCount): void {
  received.spans += spans;
  received.manual += manual;
  received.attributes += attributes;
}
