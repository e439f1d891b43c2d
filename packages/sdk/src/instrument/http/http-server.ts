import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

import type { HttpConfig } from "../../config/config.ts";
import type { EnterableContextManager } from "../../context/manager.ts";
import { observeChannel } from "../channel.ts";
import { guarded } from "../guard.ts";
import { createServerEmit } from "./http-server-emit.ts";
import { createServerEnd } from "./http-server-end.ts";
import { observeStreams } from "./http2-server.ts";
import { followConnection } from "./pipelined.ts";
import { hookServers } from "./server-hook.ts";
import { type ServerRequest, serverRequests } from "./server-request.ts";
import { createServerStart } from "./server-start.ts";
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
 * Makes a server span and a `http.server.request.duration` measurement of every request to a server of `node:http`,
 * `node:https` or `node:http2`. The request's handler and everything that it starts run in the span's context. Takes
 * tracer and meter now, so call it after the providers are registered.
 *
 * Requests that a server hands over (`upgrade`, `CONNECT`) have no response and so no span; their handlers run in the
 * context that came with them.
 *
 * @returns A function that unsubscribes. Spans of requests in flight are still ended.
 */
export function instrumentHttpServer(
  contextManager: EnterableContextManager,
  http: HttpConfig,
): () => void {
  const start = createServerStart(SCOPE, http);
  const end = createServerEnd(SCOPE, http);
  const finish = guarded(SCOPE, (response: ServerResponse, state: ServerRequest) => {
    state.queue?.delete(response);
    end(state, response);
  });
  const emit = createServerEmit(contextManager, finish);
  const streams = observeStreams(contextManager, { start, end });
  const stops = [
    hookServers(contextManager, { contextOf: (request) => start.contextOf(request), streams }),
    observeChannel(CHANNEL, SCOPE, ({ request, response, socket, server }: StartMessage) => {
      if (isUnobserved(server)) return;
      // Called with `apply` only.
      // oxlint-disable-next-line typescript/unbound-method
      const emits = { requestEmit: request.emit, responseEmit: response.emit };
      const state = start.start(request, socket, emits);
      serverRequests.set(request, state);
      serverRequests.set(response, state);
      followConnection(socket, response, state, finish);
      emit.attach(request, response);
      contextManager.enterWith(state.context);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
