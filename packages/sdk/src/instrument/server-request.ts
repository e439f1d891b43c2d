import type { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

import type { Context, Span } from "@opentelemetry/api";

/** What is known about one HTTP request that the server is answering. */
export interface ServerRequest {
  readonly span: Span;
  /** The context with the span; the request's and the response's listeners run in it. */
  readonly context: Context;
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
  /** `http.route`, once a framework has found it. */
  route: string | undefined;
  /** The type of the error that the application answered with, if a framework has told. */
  errorType: string | undefined;
  /** Where the response waits for others of its connection, if it does; it is taken out at its end. */
  queue: Set<ServerResponse> | undefined;
  /** The span ends once, whatever the application emits. */
  ended: boolean;
}

/** The method that runs an emitter's listeners. */
export type Emit = EventEmitter["emit"];

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
