import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

import type { Attributes } from "@opentelemetry/api";
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_PATH,
  ATTR_URL_QUERY,
  ATTR_URL_SCHEME,
  ATTR_USER_AGENT_ORIGINAL,
} from "@opentelemetry/semantic-conventions";

import { readOriginalRequest } from "./forwarded.ts";
import { OTHER_METHOD, methodAttribute } from "./http-method.ts";
import { redactQuery } from "./redact-query.ts";

/** The attributes of a server span that are known when the request's headers have arrived. */
export interface ServerAttributes {
  readonly attributes: Attributes;
  readonly method: string;
  readonly scheme: string;
}

/** A request that has arrived. */
export interface ArrivedRequest {
  readonly request: IncomingMessage;
  readonly socket: Socket;
}

/**
 * Collects what a sampler may look at and what the span starts with.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span
 *
 * @param knownMethods The methods that are recorded by name.
 */
export function serverAttributes(
  { request, socket }: ArrivedRequest,
  knownMethods: ReadonlySet<string>,
): ServerAttributes {
  const { headers } = request;
  const original = readOriginalRequest(headers);
  const scheme =
    original.scheme ?? ("encrypted" in socket && socket.encrypted === true ? "https" : "http");
  const verb = request.method ?? "";
  const method = methodAttribute(verb, knownMethods);
  const attributes: Attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: method,
    [ATTR_URL_SCHEME]: scheme,
    [ATTR_NETWORK_PROTOCOL_VERSION]: request.httpVersion,
  };
  if (method === OTHER_METHOD) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = verb;
  addTarget(attributes, request.url ?? "");
  if (original.host !== undefined) {
    attributes[ATTR_SERVER_ADDRESS] = original.host.address;
    attributes[ATTR_SERVER_PORT] = original.host.port ?? (scheme === "https" ? 443 : 80);
  }
  // Both are undefined on a Unix domain socket and after an early disconnect.
  const peer = socket.remoteAddress;
  const client = original.client ?? peer;
  if (client !== undefined) attributes[ATTR_CLIENT_ADDRESS] = client;
  if (peer !== undefined) attributes[ATTR_NETWORK_PEER_ADDRESS] = peer;
  if (socket.remotePort !== undefined) attributes[ATTR_NETWORK_PEER_PORT] = socket.remotePort;
  const agent = headers["user-agent"];
  if (agent !== undefined) attributes[ATTR_USER_AGENT_ORIGINAL] = agent;
  return { attributes, method, scheme };
}

/** Splits the request target: usually `/path?query`, but also `*`, `http://host/path` and `host:port`. */
function addTarget(attributes: Attributes, url: string): void {
  const target = url.startsWith("/") ? url : withoutAuthority(url);
  const fragment = target.indexOf("#");
  const end = fragment < 0 ? target.length : fragment;
  const mark = target.indexOf("?");
  if (mark < 0 || mark > end) {
    attributes[ATTR_URL_PATH] = target.slice(0, end);
    return;
  }
  attributes[ATTR_URL_PATH] = target.slice(0, mark);
  if (mark + 1 < end) attributes[ATTR_URL_QUERY] = redactQuery(target.slice(mark + 1, end));
}

/** The authority may hold credentials, so it is cut off even where the target does not parse as a URL. */
function withoutAuthority(target: string): string {
  const authority = target.indexOf("//");
  if (authority < 0) return target.includes("@") ? "" : target;
  const path = target.slice(authority + 2).search(/[/?#]/);
  return path < 0 ? "/" : target.slice(authority + 2 + path);
}
