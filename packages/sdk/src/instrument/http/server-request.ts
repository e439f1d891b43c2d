import type { ServerResponse } from "node:http";

import type { Context, Span } from "@opentelemetry/api";
import { ATTR_HTTP_ROUTE } from "@opentelemetry/semantic-conventions";

import { type Attachment, createAttachment } from "../attachment.ts";
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

/** On both sides of the exchange; not on those made by light-my-request, which pass no socket. */
export const serverRequests: Attachment<ServerRequest> = createAttachment();

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
