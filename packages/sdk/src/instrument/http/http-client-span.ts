import {
  type Attributes,
  type Context,
  type Histogram,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
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

import type { HttpConfig } from "../../config/config.ts";
import { type OutboundPolicy, createOutboundPolicy } from "../../context/outbound-policy.ts";
import { handedOnFrom } from "../../context/unrecorded.ts";
import { readClientTarget } from "./client-target.ts";
import { createDurationHistogram } from "../duration.ts";
import { OTHER_METHOD, methodAttribute, methodInName } from "./http-method.ts";
import { type QueryRedactor, createQueryRedactor } from "./redact-query.ts";
import { type Redirects, createRedirects } from "./redirects.ts";

/** One request to another service, from its start to the end of the answer, whatever library sends it. */
export interface ClientExchange {
  readonly span: Span;
  /** What was active when the request was made. */
  readonly parent: Context;
  /** The parent with the span. */
  readonly context: Context;
  /** `url.full` */
  readonly url: string;
  /** How often the same request had been sent before. */
  readonly resends: number;
  /** What may be injected into the request's headers; undefined: nothing. */
  readonly outbound: Context | undefined;
  /** In milliseconds, from `performance.now()`. */
  readonly startedAt: number;
  /** Attributes of the measurement; undefined when nothing is measured. */
  readonly measured: Attributes | undefined;
  status: number | undefined;
  ended: boolean;
}

/** A request as it is made. */
interface NewRequest {
  /** Scheme, host and port. */
  readonly origin: string | URL;
  readonly path: string;
  readonly method: string;
  /** How often it was sent before, as far as the library tells. @default 0 */
  readonly resends?: number;
}

/** The client spans of one library. */
export interface ClientSpans {
  start(request: NewRequest, parent: Context): ClientExchange;
  /** What may be injected into a request that is made where nothing is recorded; undefined: nothing. */
  unrecorded(request: NewRequest, active: Context): Context | undefined;
  /** The connection: `1.0`, `1.1` or `2`, and whom it leads to as far as that is known. */
  connected(exchange: ClientExchange, connection: Connection): void;
  /** The answer has begun; `location` is its header of that name. */
  answered(exchange: ClientExchange, status: number, location?: string): void;
  /** Ends the span and measures the duration, once; `failure` is the `error.type` of what went wrong. */
  end(exchange: ClientExchange, failure: string | undefined): void;
}

interface Connection {
  readonly protocolVersion?: string;
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  /** True when the URL names no port, and the connection's is the server's. */
  readonly isServer?: boolean;
}

/**
 * Creates the client spans and the `http.client.request.duration` measurements of one library. Takes tracer and meter
 * now, so call it after the providers are registered.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
 *
 * @param scope The instrumentation scope.
 */
export function createClientSpans(scope: string, http: HttpConfig): ClientSpans {
  const redactQuery = createQueryRedactor(http.queryAllow);
  const parts: Parts = {
    tracer: trace.getTracer(scope),
    known: new Set(http.knownMethods),
    redactQuery,
    redirects: createRedirects(redactQuery),
    applyPolicy: createOutboundPolicy(http),
    duration: createDurationHistogram(
      scope,
      METRIC_HTTP_CLIENT_REQUEST_DURATION,
      "Duration of HTTP client requests.",
    ),
  };
  return {
    start: (request, parent) => startExchange(request, parent, parts),
    unrecorded({ origin, path }, active) {
      const handedOn = handedOnFrom(active);
      if (handedOn === undefined) return undefined;
      return parts.applyPolicy(handedOn, readClientTarget(origin, path, redactQuery));
    },
    connected: noteConnection,
    answered(exchange, status, location) {
      exchange.status = status;
      exchange.span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
      if (location === undefined || status < 300 || status > 399) return;
      const { parent: context, url, resends: count } = exchange;
      parts.redirects.note({ context, url, location, count });
    },
    end: (exchange, failure) => {
      endExchange(exchange, failure, parts.duration);
    },
  };
}

interface Parts {
  readonly tracer: Tracer;
  readonly known: ReadonlySet<string>;
  readonly redactQuery: QueryRedactor;
  readonly redirects: Redirects;
  readonly applyPolicy: OutboundPolicy;
  readonly duration: Histogram | undefined;
}

function startExchange(
  { origin, path, method: verb, resends: told = 0 }: NewRequest,
  parent: Context,
  { tracer, known, redactQuery, redirects, applyPolicy, duration }: Parts,
): ClientExchange {
  const startedAt = performance.now();
  const target = readClientTarget(origin, path, redactQuery);
  const method = methodAttribute(verb, known);
  const attributes: Attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: method,
    [ATTR_URL_FULL]: target.url,
    [ATTR_SERVER_ADDRESS]: target.address,
    [ATTR_SERVER_PORT]: target.port,
  };
  if (method === OTHER_METHOD) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = verb;
  const resends = Math.max(told, redirects.countBefore(parent, target.url));
  if (resends > 0) attributes[ATTR_HTTP_REQUEST_RESEND_COUNT] = resends;
  const span = tracer.startSpan(
    methodInName(method),
    { kind: SpanKind.CLIENT, attributes },
    parent,
  );
  const context = trace.setSpan(parent, span);
  const measured =
    duration === undefined
      ? undefined
      : {
          [ATTR_HTTP_REQUEST_METHOD]: method,
          [ATTR_SERVER_ADDRESS]: target.address,
          [ATTR_SERVER_PORT]: target.port,
          [ATTR_URL_SCHEME]: target.scheme,
        };
  return {
    span,
    parent,
    context,
    url: target.url,
    resends,
    outbound: applyPolicy(context, target),
    startedAt,
    measured,
    status: undefined,
    ended: false,
  };
}

function noteConnection({ span, url, measured }: ClientExchange, connection: Connection): void {
  const { protocolVersion, address, port, isServer = false } = connection;
  if (measured !== undefined) {
    if (protocolVersion !== undefined) measured[ATTR_NETWORK_PROTOCOL_VERSION] = protocolVersion;
    if (isServer && port !== undefined) measured[ATTR_SERVER_PORT] = port;
  }
  if (!span.isRecording()) return;
  if (protocolVersion !== undefined)
    span.setAttribute(ATTR_NETWORK_PROTOCOL_VERSION, protocolVersion);
  if (address !== undefined) span.setAttribute(ATTR_NETWORK_PEER_ADDRESS, address);
  if (port === undefined) return;
  span.setAttribute(ATTR_NETWORK_PEER_PORT, port);
  if (!isServer) return;
  span.setAttribute(ATTR_SERVER_PORT, port);
  span.setAttribute(ATTR_URL_FULL, withPort(url, port));
}

function withPort(url: string, port: number): string {
  if (port === (url.startsWith("https:") ? 443 : 80)) return url;
  return url.replace(/^[^/]*\/\/[^/?#]*/, (origin) => `${origin}:${port}`);
}

function endExchange(
  exchange: ClientExchange,
  failure: string | undefined,
  duration: Histogram | undefined,
): void {
  // Some errors are told of after the end.
  if (exchange.ended) return;
  exchange.ended = true;
  const { span, status, measured } = exchange;
  const error = failure ?? (status !== undefined && status >= 400 ? String(status) : undefined);
  if (error !== undefined) {
    span.setAttribute(ATTR_ERROR_TYPE, error);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  if (duration !== undefined && measured !== undefined) {
    if (status !== undefined) measured[ATTR_HTTP_RESPONSE_STATUS_CODE] = status;
    if (error !== undefined) measured[ATTR_ERROR_TYPE] = error;
    duration.record((performance.now() - exchange.startedAt) / 1_000, measured, exchange.context);
  }
  span.end();
}
