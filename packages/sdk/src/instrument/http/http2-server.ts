import { EventEmitter } from "node:events";
import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";

import type { Context } from "@opentelemetry/api";

import type { EnterableContextManager } from "../../context/manager.ts";
import { guarded } from "../guard.ts";
import { type Emit, emitInContext, replaceEmit } from "./http-emit.ts";
import type { ServerEnd } from "./http-server-end.ts";
import { type ServerRequest, serverRequests } from "./server-request.ts";
import type { Arrival, ServerStart } from "./server-start.ts";

const SCOPE = "@agent-otel/sdk/http-server";

/** Makes server spans of the streams of HTTP/2. */
export interface StreamObserver {
  /**
   * Starts the span of a stream, from what a server emits with `stream`.
   *
   * @returns The context for its listeners; undefined where no span is made.
   */
  begin(stream: unknown, headers: unknown): Context | undefined;
}

interface StreamParts {
  readonly start: ServerStart;
  readonly end: ServerEnd;
}

/**
 * Creates the observer of streams. Their listeners run in the span's context, and the span ends with the stream. Calls of
 * gRPC are left to its own instrumentation. A tunnel (`CONNECT`, WebSockets) has a context, and no span.
 */
export function observeStreams(
  contextManager: EnterableContextManager,
  { start, end }: StreamParts,
): StreamObserver {
  const finish = guarded(SCOPE, (stream: ServerHttp2Stream, state: ServerRequest) => {
    end(state, outcomeOf(stream));
  });
  function emitFromStream(this: ServerHttp2Stream, ...args: Parameters<Emit>): boolean {
    const state = serverRequests.get(this);
    if (state === undefined) return EventEmitter.prototype.emit.apply(this, args);
    try {
      const { context, requestEmit: emit } = state;
      return emitInContext(contextManager, context, { emitter: this, emit, args });
    } finally {
      if (args[0] === "close") finish(this, state);
    }
  }
  return {
    begin(stream, headers) {
      if (!isStream(stream) || !isHeaders(headers)) return undefined;
      if (String(headers["content-type"]).startsWith("application/grpc")) return undefined;
      const arrival = arrivalOf(headers);
      if (arrival.method === "CONNECT") return start.contextOf(arrival);
      // Called with `apply` only.
      // oxlint-disable-next-line typescript/unbound-method
      const { emit } = stream;
      const state = start.start(arrival, peerOf(stream), { requestEmit: emit, responseEmit: emit });
      serverRequests.set(stream, state);
      replaceEmit(stream, emitFromStream);
      return state.context;
    },
  };
}

function arrivalOf(headers: IncomingHttpHeaders): Arrival {
  const authority = headers[":authority"];
  const entries = Object.entries(headers).filter(([name]) => !name.startsWith(":"));
  return {
    method: headers[":method"],
    url: headers[":path"],
    httpVersion: "2",
    headers: authority === undefined ? headers : { ...headers, host: authority },
    rawHeaders: entries.flat(),
  };
}

function peerOf({ session }: ServerHttp2Stream): Parameters<ServerStart["start"]>[1] {
  // Gone after an early disconnect.
  if (session === undefined || session.destroyed) return {};
  const { remoteAddress, remotePort } = session.socket;
  return { remoteAddress, remotePort, encrypted: session.encrypted };
}

function outcomeOf(stream: ServerHttp2Stream): Parameters<ServerEnd>[1] {
  const { headersSent, sentHeaders, rstCode, aborted } = stream;
  const status = headersSent ? Number(sentHeaders[":status"]) : undefined;
  return {
    headersSent,
    statusCode: status ?? 0,
    writableFinished: !aborted && rstCode === 0,
    getHeaders: () => sentHeaders,
  };
}

function isStream(value: unknown): value is ServerHttp2Stream {
  return value instanceof EventEmitter && "session" in value && "rstCode" in value;
}

function isHeaders(value: unknown): value is IncomingHttpHeaders {
  return typeof value === "object" && value !== null;
}
