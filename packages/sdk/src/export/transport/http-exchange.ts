import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { Duplex } from "node:stream";
import { letProcessEnd } from "./let-process-end.ts";

/** One request. */
export interface Exchange {
  /** `request` of node:http or node:https. */
  readonly send: (options: RequestOptions) => ClientRequest;
  readonly options: RequestOptions;
  readonly body: readonly Uint8Array[];
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The answer, of which no more than 64 KiB are read. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** False when there was more. */
  readonly complete: boolean;
}

/** An exchange that got no whole answer. */
export class ExchangeError extends Error {
  override name = "ExchangeError";
  /** False when no connection came about. */
  readonly connected: boolean;
  /** True when the connection was an old one that ended before anything of the request was written to it. */
  readonly unsent: boolean;

  constructor(cause: Error, { connected, unsent }: { connected: boolean; unsent: boolean }) {
    super(cause.message, { cause });
    this.connected = connected;
    this.unsent = unsent;
  }
}

/** A response is a few bytes; whoever sends more is no OTLP receiver, and must not fill the memory. */
export const MAX_ANSWER_BYTES: number = 64 * 1024;

/**
 * Sends a request and reads its answer. Rejects with an {@link ExchangeError}; settles when `signal` aborts, whatever
 * becomes of the connection. Keeps no process alive.
 */
export function exchange({ send, options, body, signal }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let connected = false;
    let written = false;
    let isAnswered = false;
    const request = send(options);
    const fail = (error: Error): void => {
      if (isAnswered) return;
      signal.removeEventListener("abort", abort);
      reject(new ExchangeError(error, { connected, unsent: request.reusedSocket && !written }));
    };
    const succeed = (answer: Answer): void => {
      isAnswered = true;
      signal.removeEventListener("abort", abort);
      endRequest(request, () => resolve(answer));
    };
    const abort = (): void => {
      const reason = reasonOf(signal);
      fail(reason);
      request.destroy(reason);
    };
    beforeWriting(request, options, {
      onConnected: () => (connected = true),
      write: () => {
        written = true;
        writeBody(request, body);
      },
    });
    request.on("error", fail);
    request.once("upgrade", ({ headers }, socket) => succeed(leaveUpgraded(headers, socket)));
    let reading: Promise<void> | undefined;
    request.once("response", (response) => {
      reading = readAnswer(response).then(succeed, fail);
    });
    request.once("close", () => {
      if (reading === undefined) fail(hangUp());
    });
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
  });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("aborted");
}

function hangUp(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

/**
 * Runs `work` when all that has come by now has been read, the end of an idle connection among it. Two turns of the
 * event loop: the first may be within the one that is reading.
 */
function afterInput(work: () => void): void {
  setImmediate(() => setImmediate(work));
}

/** Waits for a connection that a request can be written to. */
function beforeWriting(
  request: ClientRequest,
  { protocol }: RequestOptions,
  { onConnected, write }: { onConnected: () => void; write: () => void },
): void {
  request.once("socket", (socket) => {
    letProcessEnd(socket);
    if (!request.reusedSocket) {
      socket.once(protocol === "https:" ? "secureConnect" : "connect", onConnected);
      return write();
    }
    onConnected();
    afterInput(() => {
      if (request.destroyed) return;
      if (socket.writable) write();
      else request.destroy(hangUp());
    });
  });
}

/**
 * Runs `done` when no memory of the body is read any more. An answer may be read before it is known that the request is
 * out, and then the connection is kept; it is ended when the server has answered before it had read everything.
 */
function endRequest(request: ClientRequest, done: () => void): void {
  if (request.writableFinished) return done();
  afterInput(() => {
    if (!request.writableFinished) request.destroy();
    done();
  });
}

/** A connection that the server gives another protocol is of no use, and nobody's: it is ended. */
function leaveUpgraded(headers: Answer["headers"], socket: Duplex): Answer {
  socket.on("error", () => {});
  socket.destroy();
  return { status: 101, headers, body: Buffer.alloc(0), complete: true };
}

function writeBody(request: ClientRequest, body: readonly Uint8Array[]): void {
  request.cork();
  for (const piece of body) request.write(piece);
  request.end();
  request.uncork();
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let length = 0;
  // Rejects when the connection ends within the body.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the response, and the connection with it.
    if (length > MAX_ANSWER_BYTES) break;
  }
  const body = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES);
  return { status, headers, body, complete: length <= MAX_ANSWER_BYTES };
}
