import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";

import { observeChannel } from "../channel.ts";
import { errorTypeOf } from "../error-type.ts";
import { guarded } from "../guard.ts";
import { type ServerRequest, applyRoute, serverRequests } from "./server-request.ts";

const SCOPE = "@agent-otel/sdk/fastify";
const CHANNEL = "fastify.initialization";

/** The part of a Fastify request that is used here. */
interface FastifyRequest {
  readonly raw: IncomingMessage | Http2ServerRequest;
  /** `url` is the route's pattern; undefined for a request that no route matches. */
  readonly routeOptions: { readonly url: string | undefined };
}

/** The part of a Fastify instance that is used here. */
interface FastifyInstance {
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequest, reply: unknown, done: () => void) => void,
  ): unknown;
  addHook(
    name: "onError",
    hook: (request: FastifyRequest, reply: unknown, error: unknown, done: () => void) => void,
  ): unknown;
}

/**
 * Gives the HTTP server span its route (`http.route`, and the name `{METHOD} {route}`) and the type of the error that
 * a Fastify application answered with. Fastify publishes each new instance on a diagnostics channel, before the
 * application can add anything to it, so the hooks are the first ones and are inherited by every plugin.
 *
 * @returns A function that unsubscribes; instances that exist keep their two hooks.
 */
export function instrumentFastify(): () => void {
  return observeChannel(CHANNEL, SCOPE, ({ fastify }: { readonly fastify: FastifyInstance }) => {
    fastify.addHook("onRequest", (request, _reply, done) => {
      setRoute(request);
      done();
    });
    fastify.addHook("onError", (request, _reply, error, done) => {
      setError(request, error);
      done();
    });
  });
}

const setRoute = guarded(SCOPE, (request: FastifyRequest) => {
  // Undefined for `inject`: its request never passed a socket.
  const state = stateOf(request);
  const route = request.routeOptions.url;
  if (state === undefined || route === undefined) return;
  state.route = route;
  applyRoute(state);
});

const setError = guarded(SCOPE, (request: FastifyRequest, error: unknown) => {
  const state = stateOf(request);
  // Whether it is an error of the server is known when the answer is complete: an error handler may still choose 4xx.
  if (state !== undefined) state.errorType = errorTypeOf(error);
});

/** What is known of a request of HTTP/2 belongs to its stream. */
function stateOf({ raw }: FastifyRequest): ServerRequest | undefined {
  return serverRequests.get(raw) ?? ("stream" in raw ? serverRequests.get(raw.stream) : undefined);
}
