import { EventEmitter } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

import {
  type Attributes,
  type Histogram,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  propagation,
  trace,
} from "@opentelemetry/api";
import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_URL_SCHEME,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
} from "@opentelemetry/semantic-conventions";

import type { HttpConfig } from "../config/config.ts";
import type { EnterableContextManager } from "../context/manager.ts";
import { observeChannel } from "./channel.ts";
import { createDurationHistogram } from "./duration.ts";
import { guarded } from "./guard.ts";
import { type HeaderCapture, createHeaderCapture } from "./header-capture.ts";
import { methodInName } from "./http-method.ts";
import { followConnection } from "./pipelined.ts";
import { serverAttributes } from "./server-attributes.ts";
import {
  type Emit,
  type ServerRequest,
  getServerRequest,
  setServerRequest,
} from "./server-request.ts";
import { isUnobserved } from "./unobserved.ts";

const SCOPE = "@agent-otel/sdk/http-server";
const CHANNEL = "http.server.request.start";

/** `error.type` of a request whose connection was closed before the answer was complete. */
const ABORTED = "aborted";

/** What `http.server.request.start` publishes, on Node 22 to 26. */
interface StartMessage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly server: Server;
}

/**
 * Makes a server span and a `http.server.request.duration` measurement of every request to a `node:http` or
 * `node:https` server, by Node's diagnostics channel. The request's handler and everything that it starts run in the
 * span's context. Takes tracer and meter now, so call it after the providers are registered.
 *
 * Requests that a server hands over (`upgrade`, `CONNECT`) have no response and so no span.
 *
 * @returns A function that unsubscribes. Spans of requests in flight are still ended.
 */
export function instrumentHttpServer(
  contextManager: EnterableContextManager,
  { serverRequestHeaders, serverResponseHeaders, knownMethods }: HttpConfig,
): () => void {
  const tracer = trace.getTracer(SCOPE);
  const known = new Set(knownMethods);
  const captureRequest = createHeaderCapture("http.request.header", serverRequestHeaders);
  const captureResponse = createHeaderCapture("http.response.header", serverResponseHeaders);
  const duration = createDurationHistogram(
    SCOPE,
    METRIC_HTTP_SERVER_REQUEST_DURATION,
    "Duration of HTTP server requests.",
  );
  const finish = guarded(SCOPE, (response: ServerResponse, state: ServerRequest) => {
    endRequest(response, state, { duration, captureResponse });
  });
  const emit = createEmit(contextManager, finish);
  return observeChannel(CHANNEL, SCOPE, ({ request, response, socket, server }: StartMessage) => {
    if (isUnobserved(server)) return;
    const startedAt = performance.now();
    const parent = propagation.extract(ROOT_CONTEXT, request.headers, HEADERS);
    const { attributes, method, scheme } = serverAttributes({ request, socket }, known);
    const options = { kind: SpanKind.SERVER, attributes };
    const span = tracer.startSpan(methodInName(method), options, parent);
    captureRequest?.(span, request.rawHeaders);
    const context = trace.setSpan(parent, span);
    const state: ServerRequest = {
      span,
      context,
      startedAt,
      method,
      scheme,
      protocolVersion: request.httpVersion,
      // Called with `apply` only.
      // oxlint-disable-next-line typescript/unbound-method
      requestEmit: request.emit,
      // oxlint-disable-next-line typescript/unbound-method
      responseEmit: response.emit,
      route: undefined,
      errorType: undefined,
      queue: undefined,
      ended: false,
    };
    setServerRequest(request, response, state);
    followConnection(socket, response, state, finish);
    emit.attach(request, response);
    contextManager.enterWith(context);
  });
}

const HEADERS: TextMapGetter<IncomingMessage["headers"]> = {
  get: (headers, key) => headers[key.toLowerCase()],
  keys: (headers) => Object.keys(headers),
};

/**
 * Entering the context reaches the request handler, but not what comes later from the socket: from Node 24 on, `data`,
 * `end` and `close` arrive without it. So both sides get an `emit` of their own that enters it again. It is one
 * function for all requests, and the response's `close` ends the span without a listener that the application could
 * see or remove.
 */
function createEmit(
  contextManager: EnterableContextManager,
  finish: (response: ServerResponse, state: ServerRequest) => void,
): { attach(request: IncomingMessage, response: ServerResponse): void } {
  function emitFromRequest(this: IncomingMessage, ...args: Parameters<Emit>): boolean {
    const state = getServerRequest(this);
    return state === undefined
      ? EventEmitter.prototype.emit.apply(this, args)
      : inContext(contextManager, state, this, state.requestEmit, args);
  }
  function emitFromResponse(this: ServerResponse, ...args: Parameters<Emit>): boolean {
    const state = getServerRequest(this);
    if (state === undefined) return EventEmitter.prototype.emit.apply(this, args);
    try {
      return inContext(contextManager, state, this, state.responseEmit, args);
    } finally {
      if (args[0] === "close") finish(this, state);
    }
  }
  return {
    attach(request, response): void {
      request.emit = emitFromRequest;
      response.emit = emitFromResponse;
    },
  };
}

function inContext(
  contextManager: EnterableContextManager,
  state: ServerRequest,
  emitter: EventEmitter,
  emit: Emit,
  args: Parameters<Emit>,
): boolean {
  if (contextManager.active() === state.context) return emit.apply(emitter, args);
  return contextManager.with(state.context, () => emit.apply(emitter, args));
}

interface EndParts {
  readonly duration: Histogram | undefined;
  readonly captureResponse: HeaderCapture | undefined;
}

function endRequest(
  response: ServerResponse,
  state: ServerRequest,
  { duration, captureResponse }: EndParts,
): void {
  if (state.ended) return;
  state.ended = true;
  state.queue?.delete(response);
  const { span } = state;
  const status = response.headersSent ? response.statusCode : undefined;
  const error = errorOf(response, state);
  if (span.isRecording()) {
    if (status !== undefined) {
      span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
      captureResponse?.(span, sentHeaders(response));
    }
    if (error !== undefined) {
      span.setAttribute(ATTR_ERROR_TYPE, error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      // No message and no stack: they may quote a prompt or an answer.
      if (error === state.errorType) span.addEvent("exception", { [ATTR_EXCEPTION_TYPE]: error });
    }
  }
  if (duration !== undefined) {
    const attributes: Attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: state.method,
      [ATTR_URL_SCHEME]: state.scheme,
      [ATTR_NETWORK_PROTOCOL_VERSION]: state.protocolVersion,
    };
    if (status !== undefined) attributes[ATTR_HTTP_RESPONSE_STATUS_CODE] = status;
    if (state.route !== undefined) attributes[ATTR_HTTP_ROUTE] = state.route;
    if (error !== undefined) attributes[ATTR_ERROR_TYPE] = error;
    duration.record((performance.now() - state.startedAt) / 1_000, attributes, state.context);
  }
  span.end();
}

/** `getHeader` does not know what was given to `writeHead` alone; the head that was sent does. */
function sentHeaders(response: ServerResponse): readonly unknown[] | string {
  const head: unknown = Reflect.get(response, "_header");
  return typeof head === "string" ? head : Object.entries(response.getHeaders()).flat();
}

function errorOf(response: ServerResponse, state: ServerRequest): string | undefined {
  if (!response.writableFinished) return ABORTED;
  if (response.statusCode < 500) return undefined;
  return state.errorType ?? String(response.statusCode);
}
