import type { ClientRequest, IncomingMessage } from "node:http";

import type { HttpConfig } from "../../config/config.ts";
import { errorTypeOf, isAbort } from "../error-type.ts";
import { type HeaderCapture, createHeaderCapture } from "./header-capture.ts";
import type { HttpClientRequest } from "./http-client-request.ts";
import type { ClientSpans } from "./http-client-span.ts";
import type { Emit } from "./http-emit.ts";
import { createQueryRedactor } from "./redact-query.ts";

/** Learns from the events of requests how they go, before the application hears of them. */
export interface ClientObserver {
  readonly onRequestEvent: (state: HttpClientRequest, event: Event) => void;
  readonly onAnswerEvent: (state: HttpClientRequest, event: Event) => void;
}

/** The event's name and what its listeners get. */
type Event = Parameters<Emit>;

/** Creates the observer that makes events of requests and answers the ends of `spans`. */
export function createClientObserver(spans: ClientSpans, http: HttpConfig): ClientObserver {
  const redactQuery = createQueryRedactor(http.queryAllow);
  const captureRequest = createHeaderCapture(
    "http.request.header",
    http.clientRequestHeaders,
    redactQuery,
  );
  const captureResponse = createHeaderCapture(
    "http.response.header",
    http.clientResponseHeaders,
    redactQuery,
  );
  const end = ({ request, exchange }: HttpClientRequest, failure?: string): void => {
    captureRequest?.(exchange.span, sentHeaders(request));
    spans.end(exchange, failure);
  };
  const answered = (state: HttpClientRequest, answer: unknown): void => {
    if (isAnswer(answer)) noteAnswer(state, answer, { spans, captureResponse });
  };
  return {
    onRequestEvent(state, [name, detail]: Event) {
      if (name === "response") answered(state, detail);
      else if (name === "upgrade" || name === "connect") {
        answered(state, detail);
        end(state);
      } else if (name === "error") {
        state.failure = failureOf(state, detail);
        if (state.answer === undefined) end(state, state.failure);
      } else if (name === "close") {
        const { response } = state.answer ?? {};
        // Nobody took the upgrade, or nobody has read the answer, which came whole.
        if (response === undefined) answered(state, Reflect.get(state.request, "res"));
        if (response?.complete !== false) end(state, state.failure);
      }
    },
    onAnswerEvent(state, [name]: Event) {
      if (name === "end") end(state, state.failure);
      else if (name === "close") end(state, state.failure ?? brokenOff(state));
    },
  };
}

interface AnswerParts {
  readonly spans: ClientSpans;
  readonly captureResponse: HeaderCapture | undefined;
}

function noteAnswer(
  { request, exchange, guessedPort }: HttpClientRequest,
  answer: Answer,
  { spans, captureResponse }: AnswerParts,
): void {
  spans.answered(exchange, answer.statusCode, answer.headers.location);
  const { remoteAddress, remotePort } = request.socket ?? {};
  const socketPath: unknown = Reflect.get(request, "socketPath");
  const isServer = guessedPort && (request.path.startsWith("/") || request.method === "CONNECT");
  const protocolVersion = answer.httpVersion;
  spans.connected(
    exchange,
    typeof socketPath === "string"
      ? { protocolVersion, address: socketPath }
      : { protocolVersion, address: remoteAddress, port: remotePort, isServer },
  );
  captureResponse?.(exchange.span, answer.rawHeaders);
}

type Answer = IncomingMessage & { readonly statusCode: number };

/** Anybody can emit anything. */
function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === "object" &&
    value !== null &&
    "statusCode" in value &&
    typeof value.statusCode === "number" &&
    "rawHeaders" in value &&
    Array.isArray(value.rawHeaders)
  );
}

/** Once the answer has begun, giving up on its body is the application's choice and no failure; a timeout is one. */
function failureOf({ answer }: HttpClientRequest, error: unknown): string | undefined {
  return answer !== undefined && isAbort(error) ? undefined : errorTypeOf(error);
}

/** Why the answer closed before its end: by the application (undefined), or since the connection broke. */
function brokenOff({ answer }: HttpClientRequest): string | undefined {
  const error = answer?.response.errored;
  if (answer === undefined || error === null || error === undefined) return undefined;
  const type = errorTypeOf(error);
  // The request was destroyed by the application: Node throws the rest of the answer away then.
  const dropped = type === "ECONNRESET" && Reflect.get(answer.response, "_dumped") === true;
  return dropped || isAbort(error) ? undefined : type;
}

/** The head that was sent; before there is one, the headers that were set. */
function sentHeaders(request: ClientRequest): readonly unknown[] | string {
  const head: unknown = Reflect.get(request, "_header");
  return typeof head === "string" ? head : Object.entries(request.getHeaders()).flat();
}
