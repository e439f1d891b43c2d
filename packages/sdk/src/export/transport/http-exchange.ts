import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
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
  /** True when the connection was an old one, which the server may just have closed for being idle. */
  readonly stale: boolean;

  constructor(cause: Error, { connected, stale }: { connected: boolean; stale: boolean }) {
    super(cause.message, { cause });
    this.connected = connected;
    this.stale = stale;
  }
}

/** A response is a few bytes; whoever sends more is no OTLP receiver, and must not fill the memory. */
export const MAX_ANSWER_BYTES: number = 64 * 1024;

/** Sends a request and reads its answer. Rejects with an {@link ExchangeError}. Keeps no process alive. */
export function exchange({ send, options, body, signal }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let connected = false;
    let answered = false;
    const request = send(options);
    const abort = (): void => void request.destroy(reasonOf(signal));
    const finish = (): void => signal.removeEventListener("abort", abort);
    const fail = (error: Error): void => {
      finish();
      const stale = request.reusedSocket && !answered && isReset(error);
      reject(new ExchangeError(error, { connected, stale }));
    };
    const succeed = (answer: Answer): void => {
      finish();
      // Answered before it had read everything: the rest must not be sent from memory that is given back.
      if (!request.writableFinished) request.destroy();
      resolve(answer);
    };
    request.once("socket", (socket) => {
      letProcessEnd(socket);
      if (request.reusedSocket) connected = true;
      else
        socket.once(
          options.protocol === "https:" ? "secureConnect" : "connect",
          () => (connected = true),
        );
    });
    request.on("error", fail);
    request.once("response", (response) => {
      answered = true;
      readAnswer(response).then(succeed, fail);
    });
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort);
    writeBody(request, body);
  });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("aborted");
}

function isReset(error: Error): boolean {
  return "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
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
