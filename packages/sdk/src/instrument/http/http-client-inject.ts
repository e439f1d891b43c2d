import type { ClientRequest } from "node:http";

import { type Context, type TextMapSetter, propagation } from "@opentelemetry/api";

/**
 * Adds the propagation headers for `context` to a request that was just made. What the application has set itself
 * stays and is not doubled; a request with a `traceparent` of its own belongs to another trace and gets nothing of
 * ours. A request with `Expect: 100-continue` has left its head to the socket already and gets none either.
 */
export function injectIntoRequest(context: Context, request: ClientRequest): void {
  if (hasHeader(request, "traceparent")) return;
  propagation.inject(context, request, SETTER);
}

const SETTER: TextMapSetter<ClientRequest> = {
  set(request, name, value) {
    if (hasHeader(request, name)) return;
    if (!request.headersSent) request.setHeader(name, value);
    else addToHead(request, name, value);
  },
};

function hasHeader(request: ClientRequest, name: string): boolean {
  if (request.hasHeader(name)) return true;
  const head = renderedHead(request);
  return head !== undefined && head.toLowerCase().includes(`\r\n${name.toLowerCase()}:`);
}

/**
 * Headers that were given as a list are text by the time anybody hears of the request, but not written before the
 * next turn.
 */
function addToHead(request: ClientRequest, name: string, value: string): void {
  const head = renderedHead(request);
  if (head === undefined || Reflect.get(request, "_headerSent") !== false) return;
  // Nobody checks what is written here: a line break would be a header more, or a request.
  if (!head.endsWith("\r\n\r\n") || !NAME.test(name) || !VALUE.test(value)) return;
  Reflect.set(request, "_header", `${head.slice(0, -2)}${name}: ${value}\r\n\r\n`);
}

/** What Node accepts, by RFC 9110. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

function renderedHead(request: ClientRequest): string | undefined {
  const head: unknown = Reflect.get(request, "_header");
  return typeof head === "string" ? head : undefined;
}
