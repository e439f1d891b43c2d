import type { ServerResponse } from "node:http";

/** One server-sent event. */
export interface ServerEvent {
  /** Name of the event, for APIs that have names. */
  readonly event?: string;
  readonly data: unknown;
}

/** How a stream ends. */
export type StreamEnd = "close" | "cut" | "stay";

/** Sends events as fast as the client takes them, then ends the stream, cuts its connection or stays silent. */
export async function sendEvents(
  response: ServerResponse,
  events: Iterable<ServerEvent | string>,
  end: StreamEnd,
): Promise<void> {
  response.setHeader("content-type", "text/event-stream");
  for (const event of events) {
    if (response.destroyed) return;
    // oxlint-disable-next-line no-await-in-loop -- events have an order, and the client its pace
    if (!response.write(format(event))) await drained(response);
  }
  if (end === "close") response.end();
  // What was sent shall arrive before the connection is gone.
  if (end === "cut") setImmediate(() => response.destroy());
}

function format(event: ServerEvent | string): string {
  if (typeof event === "string") return `data: ${event}\n\n`;
  const name = event.event === undefined ? "" : `event: ${event.event}\n`;
  return `${name}data: ${JSON.stringify(event.data)}\n\n`;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}
