import type { IncomingMessage, ServerResponse } from "node:http";

import type { Context, Span } from "@opentelemetry/api";
import { ATTR_HTTP_ROUTE } from "@opentelemetry/semantic-conventions";

import type { Emit } from "./http-emit.ts";
import { methodInName } from "./http-method.ts";
import type { RpcMetadata } from "./http-rpc-metadata.ts";

/**
 * What is known about one HTTP request that the server is answering; also the metadata that frameworks write their
 * route to.
 */
export interface ServerRequest extends RpcMetadata {
  readonly span: Span;
  /** The context with the span; the request's and the response's listeners run in it. */
  context: Context;
  /** In milliseconds, from `performance.now()`. */
  readonly startedAt: number;
  /** `http.request.method` */
  readonly method: string;
  /** `url.scheme` */
  readonly scheme: string;
  /** `network.protocol.version` */
  readonly protocolVersion: string;
  /** The `emit` of the request before ours. */
  readonly requestEmit: Emit;
  /** The `emit` of the response before ours. */
  readonly responseEmit: Emit;
  /** The route that the span has already. */
  namedRoute: string | undefined;
  /** The type of the error that the application answered with, if a framework has told. */
  errorType: string | undefined;
  /** Where the response waits for others of its connection, if it does; it is taken out at its end. */
  queue: Set<ServerResponse> | undefined;
  /** The span ends once, whatever the application emits. */
  ended: boolean;
}

const STATE: unique symbol = Symbol("agent-otel.server-request");

interface Carrier {
  [STATE]?: ServerRequest;
}

/** Attaches the state to both sides of the exchange. A property, since a WeakMap costs several times as much. */
export function setServerRequest(
  request: IncomingMessage & Carrier,
  response: ServerResponse & Carrier,
  state: ServerRequest,
): void {
  request[STATE] = state;
  response[STATE] = state;
}

/** The state of a request that is observed; undefined for others, such as those made by light-my-request. */
export function getServerRequest(side: object): ServerRequest | undefined {
  const carrier: Carrier = side;
  return carrier[STATE];
}

/** Gives the span the route that a framework has found: `http.route`, and the name `{METHOD} {route}`. */
export function applyRoute(state: ServerRequest): void {
  const { route, span } = state;
  if (route === state.namedRoute) return;
  // Any library may have written it.
  if (typeof route !== "string" || route === "") {
    state.route = state.namedRoute;
    return;
  }
  state.namedRoute = route;
  if (!span.isRecording()) return;
  span.setAttribute(ATTR_HTTP_ROUTE, route);
  span.updateName(`${methodInName(state.method)} ${route}`);
}
