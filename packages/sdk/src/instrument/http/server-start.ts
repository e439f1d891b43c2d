import {
  type Context,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  SpanKind,
  type TextMapGetter,
  propagation,
  trace,
} from "@opentelemetry/api";

import type { HttpConfig } from "../../config/config.ts";
import { unrecordedFrom } from "../../context/unrecorded.ts";
import { createHeaderCapture } from "./header-capture.ts";
import type { Emit } from "./http-emit.ts";
import { createPathMatcher } from "./http-ignore.ts";
import { methodInName } from "./http-method.ts";
import { withRpcMetadata } from "./http-rpc-metadata.ts";
import { splitTarget } from "./http-target.ts";
import { createQueryRedactor } from "./redact-query.ts";
import { type Peer, type ServerAttributes, serverAttributes } from "./server-attributes.ts";
import type { ServerRequest } from "./server-request.ts";

/** A request whose headers have arrived, over any version of HTTP. */
export interface Arrival {
  readonly method?: string | undefined;
  /** The request's target. */
  readonly url?: string | undefined;
  readonly httpVersion: string;
  readonly headers: Headers;
  /** Names and values in turn. */
  readonly rawHeaders: readonly unknown[];
}

type Headers = Parameters<typeof serverAttributes>[0]["request"]["headers"];

/** Begins what is recorded of the requests to servers. */
export interface ServerStart {
  /**
   * Starts the span of a request.
   *
   * @param emits The `emit` of both sides before ours.
   */
  start(arrival: Arrival, peer: Peer, emits: Emits): ServerRequest;
  /** The context that came with a request of which no span is made. */
  contextOf(arrival: Pick<Arrival, "headers" | "url">): Context;
}

interface Emits {
  readonly requestEmit: Emit;
  readonly responseEmit: Emit;
}

/** Takes the tracer now, so call it after the provider is registered. */
export function createServerStart(scope: string, http: HttpConfig): ServerStart {
  const tracer = trace.getTracer(scope);
  const redactQuery = createQueryRedactor(http.queryAllow);
  const rules = { knownMethods: new Set(http.knownMethods), redactQuery };
  const matches = createPathMatcher(http.ignorePaths);
  const isIgnored = (path: string): boolean => matches?.(path) === true;
  const names = http.serverRequestHeaders;
  const capture = createHeaderCapture("http.request.header", names, redactQuery);
  return {
    contextOf: ({ url = "", headers }) => parentOf(headers, isIgnored(splitTarget(url).path)),
    start(arrival, peer, emits) {
      const startedAt = performance.now();
      const target = splitTarget(arrival.url ?? "");
      const ignored = isIgnored(target.path);
      const parent = parentOf(arrival.headers, ignored);
      const { attributes, method, scheme } = ignored
        ? NOTHING
        : serverAttributes({ request: arrival, peer, target }, rules);
      const span = ignored
        ? NO_SPAN
        : tracer.startSpan(methodInName(method), { kind: SpanKind.SERVER, attributes }, parent);
      capture?.(span, arrival.rawHeaders);
      const state: ServerRequest = {
        type: "http",
        span,
        context: parent,
        startedAt,
        method,
        scheme,
        protocolVersion: arrival.httpVersion,
        ...emits,
        route: undefined,
        namedRoute: undefined,
        errorType: undefined,
        queue: undefined,
        ended: ignored,
      };
      if (!ignored) state.context = withRpcMetadata(trace.setSpan(parent, span), state);
      return state;
    },
  };
}

function parentOf(headers: Headers, ignored: boolean): Context {
  const extracted = propagation.extract(ROOT_CONTEXT, headers, HEADERS);
  return ignored ? unrecordedFrom(extracted) : extracted;
}

const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
const NOTHING: ServerAttributes = { attributes: {}, method: "", scheme: "" };

const HEADERS: TextMapGetter<Headers> = {
  get: (headers, key) => headers[key.toLowerCase()],
  keys: (headers) => Object.keys(headers),
};
