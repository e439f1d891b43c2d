import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import protobuf from "protobufjs/light.js";
import { signalSchemas } from "../otlp/schema.ts";
import type { Store } from "../store/store.ts";
import { readSearchQuery, SearchQueryError } from "./search-query.ts";
import { searchTraces } from "./search.ts";
import { readResourceSpans } from "./resource-spans.ts";

/**
 * The part of Tempo's query API that looks up traces: `/ready`, `/api/echo`, `/api/traces/{id}`,
 * `/api/v2/traces/{id}` and `/api/search` (https://grafana.com/docs/tempo/latest/api_docs/).
 */
export function createTempoApi(store: Store): RequestListener {
  return (request, response) => {
    request.resume();
    try {
      answer(store, request, response);
    } catch (error) {
      const wrongInput = error instanceof SearchQueryError;
      const message = error instanceof Error ? error.message : String(error);
      sendText(response, wrongInput ? 400 : 500, message);
    }
  };
}

const traceId = /^[0-9a-f]{1,32}$/i;
const traceData = signalSchemas.traces.request;

function answer(store: Store, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = readUrl(request);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return sendText(response, 405, "405 method not allowed\n");
  }
  if (pathname === "/ready") return sendText(response, 200, "ready\n");
  if (pathname === "/api/echo") return sendText(response, 200, "echo");
  if (pathname === "/api/search") {
    return sendJson(response, searchTraces(store, readSearchQuery(searchParams)));
  }
  const [, version, id] = /^\/api\/(v2\/)?traces\/([^/]+)$/.exec(pathname) ?? [];
  if (id === undefined) return sendText(response, 404, "404 page not found\n");
  if (!traceId.test(id)) {
    return sendText(response, 400, "trace IDs can only contain hex characters, at most 32");
  }
  sendTrace(store, request, response, { id: normaliseId(id), v2: version !== undefined });
}

function readUrl({ url = "/" }: IncomingMessage): URL {
  // Only path and query count, so the base is arbitrary; a path such as "//x" must not become a host.
  return (
    URL.parse(`http://127.0.0.1${url.startsWith("/") ? url : "/"}`) ?? new URL("http://127.0.0.1/")
  );
}

/** Tempo accepts trace ids without their leading zeros. */
function normaliseId(id: string): string {
  return id.toLowerCase().padStart(32, "0");
}

function sendTrace(
  store: Store,
  { headers }: IncomingMessage,
  response: ServerResponse,
  { id, v2 }: { id: string; v2: boolean },
): void {
  const resourceSpans = readResourceSpans(store, id);
  // v1 has a status for "absent"; v2 answers 200 with an empty trace.
  if (resourceSpans.length === 0 && !v2) return sendText(response, 404, "trace not found\n");
  if (headers.accept?.includes("application/protobuf") === true) {
    const trace = traceData.encode(traceData.fromObject({ resourceSpans })).finish();
    // v2 answers a TraceByIDResponse, whose field 1 is the trace.
    const encoded = v2 ? protobuf.Writer.create().uint32(TRACE_FIELD).bytes(trace).finish() : trace;
    response.writeHead(200, { "content-type": "application/protobuf" }).end(encoded);
    return;
  }
  const trace = resourceSpans.length === 0 ? {} : { resourceSpans };
  sendJson(response, v2 ? { trace, metrics: {} } : { batches: resourceSpans });
}

// Field 1, length-delimited.
const TRACE_FIELD = (1 << 3) | 2;

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}
