import type { ClientRequest, IncomingMessage } from "node:http";

import type { ClientExchange } from "./http-client-span.ts";
import type { Emit } from "./http-emit.ts";

/** What is known about one request of `node:http` that is under way. */
export interface HttpClientRequest {
  readonly request: ClientRequest;
  readonly exchange: ClientExchange;
  /** The `emit` of the request before ours. */
  readonly requestEmit: Emit;
  /** The answer, once it has begun, and its `emit` before ours. */
  answer: { readonly response: IncomingMessage; readonly emit: Emit } | undefined;
  /** Type of the error that the request failed with, if it did. */
  failure: string | undefined;
  /** True when the port of the origin could not be told: the connection's own counts then. */
  readonly guessedPort: boolean;
}

const STATE: unique symbol = Symbol("agent-otel.http-client-request");

interface Carrier {
  [STATE]?: HttpClientRequest;
}

/** Attaches the state to the request, or to the answer. A property, since a WeakMap costs several times as much. */
export function setClientRequest(
  side: (ClientRequest | IncomingMessage) & Carrier,
  state: HttpClientRequest,
): void {
  side[STATE] = state;
}

/** The state of a request that is observed. */
export function getClientRequest(side: object): HttpClientRequest | undefined {
  const carrier: Carrier = side;
  return carrier[STATE];
}
