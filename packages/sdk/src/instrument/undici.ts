import type { Socket } from "node:net";

import {
  type Attributes,
  type Context,
  type Histogram,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  context as contextApi,
  trace,
} from "@opentelemetry/api";
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  ATTR_URL_SCHEME,
  METRIC_HTTP_CLIENT_REQUEST_DURATION,
} from "@opentelemetry/semantic-conventions";

import type { HttpConfig } from "../config/config.ts";
import { observeChannel } from "./channel.ts";
import { readClientTarget } from "./client-target.ts";
import { createDurationHistogram } from "./duration.ts";
import { errorTypeOf } from "./error-type.ts";
import { type HeaderCapture, createHeaderCapture } from "./header-capture.ts";
import { OTHER_METHOD, methodAttribute, methodInName } from "./http-method.ts";
import { isTracingSuppressed } from "./suppression.ts";
import { type UndiciRequest, injectContext } from "./undici-request.ts";

const SCOPE = "@agent-otel/sdk/undici";

/** What is known about one client request that is under way. */
interface ClientRequest {
  readonly span: Span;
  readonly context: Context;
  /** In milliseconds, from `performance.now()`. */
  readonly startedAt: number;
  /** Attributes of the measurement. */
  readonly measured: Attributes;
  status: number | undefined;
}

const STATE = Symbol("agent-otel.client-request");

type Traced = UndiciRequest & { [STATE]?: ClientRequest | undefined };

/**
 * Makes a client span and a `http.client.request.duration` measurement of every request of `fetch` and undici (Node's
 * own copy and installed ones) by undici's diagnostics channels, and adds the propagation headers. Takes tracer and
 * meter now, so call it after the providers are registered.
 *
 * The span ends with the response's body, or with the failure. A redirect is a request of its own. A body that nobody
 * reads ends when it is cancelled, or when undici cancels it because it was garbage-collected.
 *
 * @returns A function that unsubscribes. Spans of requests in flight are then not ended.
 */
export function instrumentUndici({
  clientRequestHeaders,
  clientResponseHeaders,
  knownMethods,
}: HttpConfig): () => void {
  const captureRequest = createHeaderCapture("http.request.header", clientRequestHeaders);
  const captureResponse = createHeaderCapture("http.response.header", clientResponseHeaders);
  const tracer = trace.getTracer(SCOPE);
  const parts = { tracer, known: new Set(knownMethods), captureRequest };
  const duration = createDurationHistogram(
    SCOPE,
    METRIC_HTTP_CLIENT_REQUEST_DURATION,
    "Duration of HTTP client requests.",
  );
  const stops = [
    observeChannel("undici:request:create", SCOPE, ({ request }: { readonly request: Traced }) => {
      const active = contextApi.active();
      if (!isTracingSuppressed(active)) startRequest(request, active, parts);
    }),
    observeChannel("undici:client:sendHeaders", SCOPE, (message: SendMessage) => {
      noteSocket(message, captureRequest);
    }),
    observeChannel("undici:request:headers", SCOPE, (message: HeadersMessage) => {
      noteStatus(message, captureResponse);
    }),
    observeChannel(
      "undici:request:trailers",
      SCOPE,
      ({ request }: { readonly request: Traced }) => {
        endRequest(request, undefined, duration);
      },
    ),
    observeChannel("undici:request:error", SCOPE, ({ request, error }: ErrorMessage) => {
      endRequest(request, errorOf(request[STATE], error), duration);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

interface StartParts {
  readonly tracer: Tracer;
  readonly known: ReadonlySet<string>;
  readonly captureRequest: HeaderCapture | undefined;
}

function startRequest(
  request: Traced,
  parent: Context,
  { tracer, known, captureRequest }: StartParts,
): void {
  const startedAt = performance.now();
  const { url, address, port } = readClientTarget(request.origin, request.path);
  const method = methodAttribute(request.method, known);
  const attributes: Attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: method,
    [ATTR_URL_FULL]: url,
    [ATTR_SERVER_ADDRESS]: address,
    [ATTR_SERVER_PORT]: port,
  };
  if (method === OTHER_METHOD) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = request.method;
  const options = { kind: SpanKind.CLIENT, attributes };
  const span = tracer.startSpan(methodInName(method), options, parent);
  const context = trace.setSpan(parent, span);
  request[STATE] = {
    span,
    context,
    startedAt,
    measured: {
      [ATTR_HTTP_REQUEST_METHOD]: method,
      [ATTR_SERVER_ADDRESS]: address,
      [ATTR_SERVER_PORT]: port,
      [ATTR_URL_SCHEME]: url.startsWith("https:") ? "https" : "http",
    },
    status: undefined,
  };
  injectContext(context, request);
  captureRequest?.(span, request.headers);
}

interface SendMessage {
  readonly request: Traced;
  /** The head, with what undici adds to the request's own headers; its form differs for HTTP/2. */
  readonly headers: unknown;
  readonly socket: Socket & { readonly alpnProtocol?: string | false | null };
}

function noteSocket(
  { request, headers, socket }: SendMessage,
  captureRequest: HeaderCapture | undefined,
): void {
  const state = request[STATE];
  if (state === undefined) return;
  const version = socket.alpnProtocol === "h2" ? "2" : "1.1";
  state.measured[ATTR_NETWORK_PROTOCOL_VERSION] = version;
  if (!state.span.isRecording()) return;
  state.span.setAttribute(ATTR_NETWORK_PROTOCOL_VERSION, version);
  if (typeof headers === "string") captureRequest?.(state.span, headers);
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined || remotePort === undefined) return;
  state.span.setAttribute(ATTR_NETWORK_PEER_ADDRESS, remoteAddress);
  state.span.setAttribute(ATTR_NETWORK_PEER_PORT, remotePort);
}

interface HeadersMessage {
  readonly request: Traced;
  readonly response: { readonly statusCode: number; readonly headers: readonly unknown[] };
}

function noteStatus(
  { request, response }: HeadersMessage,
  captureResponse: HeaderCapture | undefined,
): void {
  const state = request[STATE];
  if (state === undefined) return;
  state.status = response.statusCode;
  state.measured[ATTR_HTTP_RESPONSE_STATUS_CODE] = response.statusCode;
  state.span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, response.statusCode);
  captureResponse?.(state.span, response.headers);
}

interface ErrorMessage {
  readonly request: Traced;
  readonly error: unknown;
}

/**
 * Once the answer has begun, giving up on its body is the application's choice and no failure: it broke out of a
 * stream, cancelled it, or dropped the response (then undici's reason is a text). A timeout stays one.
 */
function errorOf(state: ClientRequest | undefined, error: unknown): string | undefined {
  const type = errorTypeOf(error);
  const abandoned = typeof error === "string" || error === undefined || type === "AbortError";
  return state?.status !== undefined && abandoned ? undefined : type;
}

function endRequest(
  request: Traced,
  failure: string | undefined,
  duration: Histogram | undefined,
): void {
  const state = request[STATE];
  if (state === undefined) return;
  // undici may tell of an error after the end.
  request[STATE] = undefined;
  const { span, status, measured } = state;
  const error = failure ?? (status !== undefined && status >= 400 ? String(status) : undefined);
  if (error !== undefined) {
    measured[ATTR_ERROR_TYPE] = error;
    span.setAttribute(ATTR_ERROR_TYPE, error);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  duration?.record((performance.now() - state.startedAt) / 1_000, measured, state.context);
  span.end();
}
