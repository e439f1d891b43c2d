import type { Socket } from "node:net";

import { context as contextApi } from "@opentelemetry/api";

import type { HttpConfig } from "../../config/config.ts";
import { type Attachment, createAttachment } from "../attachment.ts";
import { observeChannel } from "../channel.ts";
import { errorTypeOf, isAbort } from "../error-type.ts";
import { guarded } from "../guard.ts";
import { type HeaderCapture, createHeaderCapture } from "./header-capture.ts";
import { type ClientExchange, type ClientSpans, createClientSpans } from "./http-client-span.ts";
import { createQueryRedactor } from "./redact-query.ts";
import { isTracingSuppressed } from "../suppression.ts";
import { countResends } from "./undici-dispatch.ts";
import {
  type UndiciRequest,
  injectContext,
  readHeader,
  readRetryCount,
  watchUpgrade,
} from "./undici-request.ts";

const SCOPE = "@agent-otel/sdk/undici";
const exchanges: Attachment<ClientExchange> = createAttachment();

/**
 * Makes a client span and a `http.client.request.duration` measurement of every request of `fetch` and undici (Node's
 * own copy and installed ones) by undici's diagnostics channels, and adds the propagation headers. Takes tracer and
 * meter now, so call it after the providers are registered.
 *
 * The span ends with the response's body, or with the failure. A redirect is a request of its own. A body that nobody
 * reads ends when it is cancelled, or when undici cancels it because it was garbage-collected. A WebSocket's handshake
 * ends with the upgrade.
 *
 * @returns A function that unsubscribes. Spans of requests in flight are then not ended.
 */
export function instrumentUndici(http: HttpConfig): () => void {
  const spans = createClientSpans(SCOPE, http);
  const redactQuery = createQueryRedactor(http.queryAllow);
  const capture = {
    request: createHeaderCapture("http.request.header", http.clientRequestHeaders, redactQuery),
    response: createHeaderCapture("http.response.header", http.clientResponseHeaders, redactQuery),
  };
  const endUpgraded = guarded(SCOPE, (exchange: ClientExchange, status: number | undefined) => {
    if (status !== undefined) spans.answered(exchange, status);
    spans.end(exchange, undefined);
  });
  const stops = [
    observeChannel("undici:request:create", SCOPE, ({ request }: RequestMessage) => {
      const exchange = startExchange(request, spans);
      if (exchange === undefined) return;
      capture.request?.(exchange.span, request.headers);
      watchUpgrade(request, (status) => {
        endUpgraded(exchange, status);
      });
    }),
    observeChannel("undici:client:sendHeaders", SCOPE, (message: SendMessage) => {
      noteSocket(message, spans, capture.request);
    }),
    observeChannel("undici:request:headers", SCOPE, ({ request, response }: HeadersMessage) => {
      const exchange = exchanges.get(request);
      if (exchange === undefined) return;
      spans.answered(exchange, response.statusCode, locationOf(response));
      capture.response?.(exchange.span, response.headers);
    }),
    observeChannel("undici:request:trailers", SCOPE, ({ request }: RequestMessage) => {
      const exchange = exchanges.get(request);
      if (exchange !== undefined) spans.end(exchange, undefined);
    }),
    observeChannel("undici:request:error", SCOPE, ({ request, error }: ErrorMessage) => {
      const exchange = exchanges.get(request);
      if (exchange !== undefined) spans.end(exchange, errorOf(exchange, error));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

interface RequestMessage {
  readonly request: UndiciRequest;
}

interface SendMessage extends RequestMessage {
  /** The head, with what undici adds to the request's own headers; its form differs for HTTP/2. */
  readonly headers: unknown;
  readonly socket: Socket & { readonly alpnProtocol?: string | false | null };
}

interface HeadersMessage extends RequestMessage {
  readonly response: { readonly statusCode: number; readonly headers: readonly unknown[] };
}

interface ErrorMessage extends RequestMessage {
  readonly error: unknown;
}

/** Undefined where nothing is recorded. */
function startExchange(request: UndiciRequest, spans: ClientSpans): ClientExchange | undefined {
  const active = contextApi.active();
  const { origin, path, method } = request;
  if (isTracingSuppressed(active)) {
    const outbound = spans.unrecorded({ origin, path, method }, active);
    if (outbound !== undefined) injectContext(outbound, request);
    return undefined;
  }
  const resends = Math.max(countResends(), readRetryCount(request));
  const exchange = spans.start({ origin, path, method, resends }, active);
  exchanges.set(request, exchange);
  if (exchange.outbound !== undefined) injectContext(exchange.outbound, request);
  return exchange;
}

function locationOf({ statusCode, headers }: HeadersMessage["response"]): string | undefined {
  if (statusCode < 300 || statusCode > 399) return undefined;
  return readHeader(headers, "location");
}

function noteSocket(
  { request, headers, socket }: SendMessage,
  spans: ClientSpans,
  captureRequest: HeaderCapture | undefined,
): void {
  const exchange = exchanges.get(request);
  if (exchange === undefined) return;
  spans.connected(exchange, {
    protocolVersion: socket.alpnProtocol === "h2" ? "2" : "1.1",
    address: socket.remoteAddress,
    port: socket.remotePort,
  });
  if (typeof headers === "string") captureRequest?.(exchange.span, headers);
}

/**
 * Once the answer has begun, giving up on its body is the application's choice and no failure: it broke out of a
 * stream, cancelled it, or dropped the response (then undici's reason is a text). A timeout stays one.
 */
function errorOf({ status }: ClientExchange, error: unknown): string | undefined {
  const abandoned = typeof error === "string" || error === undefined || isAbort(error);
  return status !== undefined && abandoned ? undefined : errorTypeOf(error);
}
