import type { IncomingMessage } from "node:http";

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
import type { RequestTarget } from "./http-target.ts";
import type { QueryRedactor } from "./redact-query.ts";
import { readSyntheticType } from "./synthetic.ts";

/** Not stable yet, so the package has it elsewhere. */
const ATTR_USER_AGENT_SYNTHETIC_TYPE = "user_agent.synthetic.type";

/** The attributes of a server span that are known when the request's headers have arrived. */
export interface ServerAttributes {
  readonly attributes: Attributes;
  readonly method: string;
  readonly scheme: string;
}

/** A request that has arrived. */
interface ArrivedRequest {
  readonly request: Pick<IncomingMessage, "headers" | "httpVersion"> & {
    readonly method?: string | undefined;
  };
  readonly peer: Peer;
  readonly target: RequestTarget;
}

/** The other end of a connection; both are undefined on a Unix domain socket and after an early disconnect. */
export interface Peer {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  /** True for TLS. */
  readonly encrypted?: boolean;
}

/** What of a request is recorded. */
export interface ServerRules {
  /** The methods that are recorded by name. */
  readonly knownMethods: ReadonlySet<string>;
  readonly redactQuery: QueryRedactor;
}

/**
 * Collects what a sampler may look at and what the span starts with.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span
 */
export function serverAttributes(
  { request, peer: connection, target }: ArrivedRequest,
  { knownMethods, redactQuery }: ServerRules,
): ServerAttributes {
  const { headers } = request;
  const original = readOriginalRequest(headers);
  const scheme = original.scheme ?? (connection.encrypted === true ? "https" : "http");
  const verb = request.method ?? "";
  const method = methodAttribute(verb, knownMethods);
  const attributes: Attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: method,
    [ATTR_URL_SCHEME]: scheme,
    [ATTR_NETWORK_PROTOCOL_VERSION]: request.httpVersion,
    [ATTR_URL_PATH]: target.path,
  };
  if (method === OTHER_METHOD) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = verb;
  if (target.query !== "") attributes[ATTR_URL_QUERY] = redactQuery(target.query);
  if (original.host !== undefined) {
    attributes[ATTR_SERVER_ADDRESS] = original.host.address;
    attributes[ATTR_SERVER_PORT] = original.host.port ?? (scheme === "https" ? 443 : 80);
  }
  const peer = connection.remoteAddress;
  const client = original.client ?? peer;
  if (client !== undefined) attributes[ATTR_CLIENT_ADDRESS] = client;
  if (peer !== undefined) attributes[ATTR_NETWORK_PEER_ADDRESS] = peer;
  if (connection.remotePort !== undefined)
    attributes[ATTR_NETWORK_PEER_PORT] = connection.remotePort;
  const agent = headers["user-agent"];
  if (agent !== undefined) {
    attributes[ATTR_USER_AGENT_ORIGINAL] = agent;
    const synthetic = readSyntheticType(agent);
    if (synthetic !== undefined) attributes[ATTR_USER_AGENT_SYNTHETIC_TYPE] = synthetic;
  }
  return { attributes, method, scheme };
}
