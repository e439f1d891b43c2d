import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

import type { EnterableContextManager } from "../../context/manager.ts";
import { type Emit, emitInContext, replaceEmit } from "./http-emit.ts";
import { type ServerRequest, serverRequests } from "./server-request.ts";

/**
 * Entering the context reaches the request handler, but not what comes later from the socket: from Node 24 on, `data`,
 * `end` and `close` arrive without it. So both sides get an `emit` of their own that enters it again. It is one
 * function for all requests, and the response's `close` ends the span without a listener that the application could
 * see or remove.
 */
export function createServerEmit(
  contextManager: EnterableContextManager,
  finish: (response: ServerResponse, state: ServerRequest) => void,
): { attach(request: IncomingMessage, response: ServerResponse): void } {
  function emitFromRequest(this: IncomingMessage, ...args: Parameters<Emit>): boolean {
    const state = serverRequests.get(this);
    return state === undefined
      ? EventEmitter.prototype.emit.apply(this, args)
      : emitInContext(contextManager, state.context, {
          emitter: this,
          emit: state.requestEmit,
          args,
        });
  }
  function emitFromResponse(this: ServerResponse, ...args: Parameters<Emit>): boolean {
    const state = serverRequests.get(this);
    if (state === undefined) return EventEmitter.prototype.emit.apply(this, args);
    try {
      return emitInContext(contextManager, state.context, {
        emitter: this,
        emit: state.responseEmit,
        args,
      });
    } finally {
      if (args[0] === "close") finish(this, state);
    }
  }
  return {
    attach(request, response): void {
      replaceEmit(request, emitFromRequest);
      replaceEmit(response, emitFromResponse);
    },
  };
}
