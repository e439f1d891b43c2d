import type { ServerResponse } from "node:http";

import { type Attributes, type Histogram, SpanStatusCode } from "@opentelemetry/api";
import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_URL_SCHEME,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
} from "@opentelemetry/semantic-conventions";

import type { HttpConfig } from "../../config/config.ts";
import { createDurationHistogram } from "../duration.ts";
import { type HeaderCapture, createHeaderCapture } from "./header-capture.ts";
import { createQueryRedactor } from "./redact-query.ts";
import { type ServerRequest, applyRoute } from "./server-request.ts";

/** `error.type` of a request whose connection was closed before the answer was complete. */
const ABORTED = "aborted";

/** An answer that has closed. */
interface ClosedAnswer extends Pick<
  ServerResponse,
  "headersSent" | "statusCode" | "writableFinished"
> {
  getHeaders(): object;
}

/** Ends the span of a request when its answer has closed, complete or not, and measures the duration; once. */
export type ServerEnd = (state: ServerRequest, answer: ClosedAnswer) => void;

/** Takes the meter now, so call it after the provider is registered. */
export function createServerEnd(scope: string, http: HttpConfig): ServerEnd {
  const duration = createDurationHistogram(
    scope,
    METRIC_HTTP_SERVER_REQUEST_DURATION,
    "Duration of HTTP server requests.",
  );
  const redactQuery = createQueryRedactor(http.queryAllow);
  const names = http.serverResponseHeaders;
  const captureResponse = createHeaderCapture("http.response.header", names, redactQuery);
  return (state, answer) => {
    endServerRequest(answer, state, { duration, captureResponse });
  };
}

interface EndParts {
  readonly duration: Histogram | undefined;
  readonly captureResponse: HeaderCapture | undefined;
}

function endServerRequest(
  response: ClosedAnswer,
  state: ServerRequest,
  { duration, captureResponse }: EndParts,
): void {
  if (state.ended) return;
  state.ended = true;
  const { span } = state;
  const status = response.headersSent ? response.statusCode : undefined;
  const error = errorOf(response, state);
  applyRoute(state);
  if (span.isRecording()) {
    if (status !== undefined) {
      span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
      captureResponse?.(span, sentHeaders(response));
    }
    if (error !== undefined) {
      span.setAttribute(ATTR_ERROR_TYPE, error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      // No message and no stack: they may quote a prompt or an answer.
      if (error === state.errorType) span.addEvent("exception", { [ATTR_EXCEPTION_TYPE]: error });
    }
  }
  if (duration !== undefined) {
    const attributes: Attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: state.method,
      [ATTR_URL_SCHEME]: state.scheme,
      [ATTR_NETWORK_PROTOCOL_VERSION]: state.protocolVersion,
    };
    if (status !== undefined) attributes[ATTR_HTTP_RESPONSE_STATUS_CODE] = status;
    if (state.route !== undefined) attributes[ATTR_HTTP_ROUTE] = state.route;
    if (error !== undefined) attributes[ATTR_ERROR_TYPE] = error;
    duration.record((performance.now() - state.startedAt) / 1_000, attributes, state.context);
  }
  span.end();
}

/** `getHeader` does not know what was given to `writeHead` alone; the head that was sent does. */
function sentHeaders(response: ClosedAnswer): readonly unknown[] | string {
  const head: unknown = Reflect.get(response, "_header");
  return typeof head === "string" ? head : Object.entries(response.getHeaders()).flat();
}

function errorOf(response: ClosedAnswer, state: ServerRequest): string | undefined {
  if (!response.writableFinished) return ABORTED;
  if (response.statusCode < 500) return undefined;
  return state.errorType ?? String(response.statusCode);
}
