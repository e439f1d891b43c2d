import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { decodeRequest, OtlpDecodeError } from "../otlp/decode.ts";
import type { Encoding } from "../otlp/decode.ts";
import { encodeResponse, encodeStatus } from "../otlp/response.ts";
import { signals } from "../otlp/signal.ts";
import type { Signal } from "../otlp/signal.ts";
import type { Store } from "../store/store.ts";
import { BodyError, readBody } from "./read-body.ts";

/** Options of {@link createHttpReceiver}. */
export interface HttpReceiverOptions {
  store: Pick<Store, "add">;
  /** The largest body, also after decompression. */
  maxBodyBytes: number;
}

/**
 * An OTLP/HTTP receiver (protobuf and JSON) that answers as the Collector does: 404 for an unknown path, 405 for
 * another method than POST, 415 for another content type, 400 with a `google.rpc.Status` for a body it cannot read,
 * except that a body that is too large gets 413.
 */
export function createHttpReceiver(options: HttpReceiverOptions): RequestListener {
  return (request, response) => {
    const signal = findSignal(request);
    const encoding = encodings.get(contentType(request));
    if (signal === undefined) return refuse(request, response, 404, "404 page not found\n");
    if (request.method !== "POST") {
      const text = "405 method not allowed, supported: [POST]";
      return refuse(request, response, 405, text, { allow: "POST" });
    }
    if (encoding === undefined) return refuse(request, response, 415, unsupportedMediaType);
    void receive(request, response, { ...options, signal, encoding });
  };
}

const encodings: ReadonlyMap<string, Encoding> = new Map([
  ["application/x-protobuf", "protobuf"],
  ["application/json", "json"],
]);
const contentTypes = { protobuf: "application/x-protobuf", json: "application/json" } as const;
const unsupportedMediaType = `415 unsupported media type, supported: [${[...encodings.keys()].toReversed().join(", ")}]`;
const invalidArgument = 3;
const internal = 13;

interface Exchange extends HttpReceiverOptions {
  signal: Signal;
  encoding: Encoding;
}

function findSignal(request: IncomingMessage): Signal | undefined {
  const path = (request.url ?? "").split("?", 1)[0];
  return signals.find((signal) => path === `/v1/${signal}`);
}

function contentType(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { store, maxBodyBytes, signal, encoding }: Exchange,
): Promise<void> {
  const headers = { "content-type": contentTypes[encoding] };
  try {
    const body = await readBody(request, maxBodyBytes);
    const rejection = store.add(signal, decodeRequest(signal, encoding, body));
    response.writeHead(200, headers).end(encodeResponse(signal, encoding, rejection));
  } catch (error) {
    const status = statusOf(error);
    const message = error instanceof Error ? error.message : String(error);
    const code = status === 500 ? internal : invalidArgument;
    discardRest(request, response);
    response.writeHead(status, headers).end(encodeStatus(encoding, code, message));
  }
}

function statusOf(error: unknown): number {
  if (error instanceof BodyError) return error.status;
  return error instanceof OtlpDecodeError ? 400 : 500;
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  discardRest(request, response);
  response.writeHead(status, { "content-type": "text/plain", ...headers }).end(text);
}

/** An unread body would block the next request of the connection, so the connection ends with the answer. */
function discardRest(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  response.setHeader("connection", "close");
  request.on("error", ignoreAborted).resume();
}

function ignoreAborted(): void {
  // The client went away while we threw its body away: there is nobody left to tell.
}
