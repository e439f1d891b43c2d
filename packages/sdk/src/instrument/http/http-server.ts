import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

import {
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  SpanKind,
  type TextMapGetter,
  type Tracer,
  propagation,
  trace,
} from "@opentelemetry/api";
import { METRIC_HTTP_SERVER_REQUEST_DURATION } from "@opentelemetry/semantic-conventions";

import type { HttpConfig } from "../../config/config.ts";
import type { EnterableContextManager } from "../../context/manager.ts";
import { unrecordedFrom } from "../../context/unrecorded.ts";
import { observeChannel } from "../channel.ts";
import { createDurationHistogram } from "../duration.ts";
import { guarded } from "../guard.ts";
import { type HeaderCapture, createHeaderCapture } from "./header-capture.ts";
import { type PathMatcher, createPathMatcher } from "./http-ignore.ts";
import { methodInName } from "./http-method.ts";
import { withRpcMetadata } from "./http-rpc-metadata.ts";
import { createServerEmit } from "./http-server-emit.ts";
import { type EndParts, endServerRequest } from "./http-server-end.ts";
import { splitTarget } from "./http-target.ts";
import { followConnection } from "./pipelined.ts";
import { createQueryRedactor } from "./redact-query.ts";
import { type ServerAttributes, type ServerRules, serverAttributes } from "./server-attributes.ts";
import { type ServerRequest, serverRequests } from "./server-request.ts";
import { isUnobserved } from "../unobserved.ts";

const SCOPE = "@agent-otel/sdk/http-server";
const CHANNEL = "http.server.request.start";

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
  http: HttpConfig,
): () => void {
  const redactQuery = createQueryRedactor(http.queryAllow);
  const parts: StartParts = {
    tracer: trace.getTracer(SCOPE),
    rules: { knownMethods: new Set(http.knownMethods), redactQuery },
    isIgnored: createPathMatcher(http.ignorePaths),
    captureRequest: createHeaderCapture(
      "http.request.header",
      http.serverRequestHeaders,
      redactQuery,
    ),
  };
  const end: EndParts = {
    duration: createDurationHistogram(
      SCOPE,
      METRIC_HTTP_SERVER_REQUEST_DURATION,
      "Duration of HTTP server requests.",
    ),
    captureResponse: createHeaderCapture(
      "http.response.header",
      http.serverResponseHeaders,
      redactQuery,
    ),
  };
  const finish = guarded(SCOPE, (response: ServerResponse, state: ServerRequest) => {
    endServerRequest(response, state, end);
  });
  const emit = createServerEmit(contextManager, finish);
  return observeChannel(CHANNEL, SCOPE, (message: StartMessage) => {
    const { request, response, socket, server } = message;
    if (isUnobserved(server)) return;
    const state = startRequest(message, parts);
    serverRequests.set(request, state);
    serverRequests.set(response, state);
    followConnection(socket, response, state, finish);
    emit.attach(request, response);
    contextManager.enterWith(state.context);
  });
}

interface StartParts {
  readonly tracer: Tracer;
  readonly rules: ServerRules;
  readonly isIgnored: PathMatcher | undefined;
  readonly captureRequest: HeaderCapture | undefined;
}

function startRequest(
  { request, response, socket }: StartMessage,
  { tracer, rules, isIgnored, captureRequest }: StartParts,
): ServerRequest {
  const startedAt = performance.now();
  const target = splitTarget(request.url ?? "");
  const ignored = isIgnored?.(target.path) === true;
  const extracted = propagation.extract(ROOT_CONTEXT, request.headers, HEADERS);
  const parent = ignored ? unrecordedFrom(extracted) : extracted;
  const { attributes, method, scheme } = ignored
    ? NOTHING
    : serverAttributes({ request, socket, target }, rules);
  const span = ignored
    ? NO_SPAN
    : tracer.startSpan(methodInName(method), { kind: SpanKind.SERVER, attributes }, parent);
  captureRequest?.(span, request.rawHeaders);
  const state: ServerRequest = {
    type: "http",
    span,
    context: parent,
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
    namedRoute: undefined,
    errorType: undefined,
    queue: undefined,
    ended: ignored,
  };
  if (!ignored) state.context = withRpcMetadata(trace.setSpan(parent, span), state);
  return state;
}

const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
const NOTHING: ServerAttributes = { attributes: {}, method: "", scheme: "" };

const HEADERS: TextMapGetter<IncomingMessage["headers"]> = {
  get: (headers, key) => headers[key.toLowerCase()],
  keys: (headers) => Object.keys(headers),
};
