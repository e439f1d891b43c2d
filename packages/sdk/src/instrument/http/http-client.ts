import { EventEmitter } from "node:events";
import type { ClientRequest, IncomingMessage } from "node:http";

import { context as contextApi } from "@opentelemetry/api";

import type { HttpConfig } from "../../config/config.ts";
import type { EnterableContextManager } from "../../context/manager.ts";
import { observeChannel } from "../channel.ts";
import { guarded } from "../guard.ts";
import { injectIntoRequest } from "./http-client-inject.ts";
import { type ClientObserver, createClientObserver } from "./http-client-observer.ts";
import { readOrigin } from "./http-client-origin.ts";
import { type HttpClientRequest, clientRequests } from "./http-client-request.ts";
import { createClientSpans } from "./http-client-span.ts";
import { type Emit, emitInContext, replaceEmit } from "./http-emit.ts";
import { isTracingSuppressed } from "../suppression.ts";

const SCOPE = "@agent-otel/sdk/http-client";
const CHANNEL = "http.client.request.created";

/**
 * Makes a client span and a `http.client.request.duration` measurement of every request of `node:http` and
 * `node:https`, whatever agent or library sends it, by Node's diagnostics channel, and adds the propagation headers.
 * The listeners of request and answer run in the context that was active when the request was made, as they do without
 * telemetry. Takes tracer and meter now, so call it after the providers are registered.
 *
 * The span ends with the answer's body, or with the failure; at an upgrade or `CONNECT` with the answer, since the
 * connection is the application's from then on. An answer that nobody reads ends with its connection.
 *
 * @returns A function that unsubscribes. Spans of requests in flight are still ended.
 */
export function instrumentHttpClient(
  contextManager: EnterableContextManager,
  http: HttpConfig,
): () => void {
  const spans = createClientSpans(SCOPE, http);
  const emitFromRequest = createEmit(contextManager, createClientObserver(spans, http));
  return observeChannel(CHANNEL, SCOPE, ({ request }: { readonly request: ClientRequest }) => {
    const active = contextApi.active();
    const { origin, isPortKnown } = readOrigin(request);
    const { path, method } = request;
    if (isTracingSuppressed(active)) {
      const outbound = spans.unrecorded({ origin, path, method }, active);
      if (outbound !== undefined) injectIntoRequest(outbound, request);
      return;
    }
    const exchange = spans.start({ origin, path, method }, active);
    clientRequests.set(request, {
      request,
      exchange,
      // Called with `apply` only.
      // oxlint-disable-next-line typescript/unbound-method
      requestEmit: request.emit,
      answer: undefined,
      failure: undefined,
      guessedPort: !isPortKnown,
    });
    replaceEmit(request, emitFromRequest);
    if (exchange.outbound !== undefined) injectIntoRequest(exchange.outbound, request);
  });
}

/**
 * Makes the `emit` of the requests, one function for all, and through it that of the answers: both observe, and run
 * the listeners in the context of the request. So nothing is a listener that the application could see or remove, and
 * the span has ended when an application's listener ends the process.
 */
function createEmit(contextManager: EnterableContextManager, observer: ClientObserver): Emit {
  const onRequest = guarded(SCOPE, observer.onRequestEvent);
  const onAnswer = guarded(SCOPE, observer.onAnswerEvent);
  function emitFromAnswer(this: IncomingMessage, ...args: Parameters<Emit>): boolean {
    const state = clientRequests.get(this);
    if (state?.answer === undefined) return EventEmitter.prototype.emit.apply(this, args);
    const { exchange, answer } = state;
    if (!exchange.ended) onAnswer(state, args);
    return emitInContext(contextManager, exchange.parent, {
      emitter: this,
      emit: answer.emit,
      args,
    });
  }
  const takeAnswer = guarded(SCOPE, (state: HttpClientRequest, answer: unknown) => {
    if (state.answer !== undefined || !(answer instanceof EventEmitter)) return;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/unbound-method -- it is emitted as one
    state.answer = { response: answer as IncomingMessage, emit: answer.emit };
    clientRequests.set(state.answer.response, state);
    replaceEmit(answer, emitFromAnswer);
  });
  return function emitFromRequest(this: ClientRequest, ...args: Parameters<Emit>): boolean {
    const state = clientRequests.get(this);
    if (state === undefined) return EventEmitter.prototype.emit.apply(this, args);
    const { exchange, requestEmit } = state;
    if (!exchange.ended) {
      onRequest(state, args);
      if (args[0] === "response") takeAnswer(state, args[1]);
    }
    return emitInContext(contextManager, exchange.parent, {
      emitter: this,
      emit: requestEmit,
      args,
    });
  };
}
