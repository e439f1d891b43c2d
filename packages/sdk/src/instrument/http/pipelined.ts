import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

import { type Attachment, createAttachment } from "../attachment.ts";
import { type ServerRequest, serverRequests } from "./server-request.ts";

interface Connection {
  /** The request that came last. */
  last: ServerRequest;
  /** Responses that waited for another one; made with the first of them. */
  queue: Set<ServerResponse> | undefined;
}

const connections: Attachment<Connection> = createAttachment();

/**
 * Follows the responses of one connection. Of pipelined requests, only the response that is being written hears
 * `close` when the connection breaks (before Node 26); for those behind it, `abandon` is called then.
 */
export function followConnection(
  socket: Socket,
  response: ServerResponse,
  state: ServerRequest,
  abandon: (response: ServerResponse, state: ServerRequest) => void,
): void {
  const connection = connections.get(socket);
  if (connection === undefined) {
    connections.set(socket, { last: state, queue: undefined });
    return;
  }
  const waits = !connection.last.ended;
  connection.last = state;
  if (!waits) return;
  const queue = connection.queue ?? startQueue(socket, abandon);
  connection.queue = queue;
  queue.add(response);
  state.queue = queue;
}

/** One listener for each connection, not one for each response: clients may pipeline hundreds. */
function startQueue(
  socket: Socket,
  abandon: (response: ServerResponse, state: ServerRequest) => void,
): Set<ServerResponse> {
  const queue = new Set<ServerResponse>();
  socket.once("close", () => {
    for (const response of queue) {
      const state = serverRequests.get(response);
      if (state !== undefined) abandon(response, state);
    }
  });
  return queue;
}
