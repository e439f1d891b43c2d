import type { NetworkTransport, ServerEndpoint } from "@agent-otel/semconv-genai";
import type { Host } from "../../context/host-matcher.ts";
import { fields, text } from "../fields.ts";

/** What a transport tells about the connection. */
export interface TransportInfo {
  readonly transport?: NetworkTransport | undefined;
  /** Protocol that carries the messages. */
  readonly carrier?: string | undefined;
  readonly server?: ServerEndpoint | undefined;
  /** Where the peer is: in this process, in one that is connected by pipes, or anywhere. */
  readonly reach: "process" | "stdio" | "network";
  /** The peer, for the rules of what is sent where; its address is empty where it is unknown. */
  readonly host: Host;
  /** MCP session of this moment; over HTTP the server gives it with its first answer. */
  readonly sessionId: () => string | undefined;
}

/** Describes a transport by its class, and for clients by its URL. An unknown class leaves the network out. */
export function transportInfo(transport: object): TransportInfo {
  const className = transport.constructor.name;
  const known = NETWORKS.find(([part]) => className.includes(part))?.[1] ?? UNKNOWN;
  const server = endpoint(Reflect.get(transport, "_url"));
  // The transport must not live as long as what is known of it.
  const held = new WeakRef(transport);
  return {
    ...known,
    server,
    host: server ?? { address: known.reach === "stdio" ? "stdio" : "", port: 0 },
    sessionId: () => text(fields(held.deref())["sessionId"])?.slice(0, MOST_CHARACTERS),
  };
}

type Network = Pick<TransportInfo, "transport" | "carrier" | "reach">;

const MOST_CHARACTERS = 256;
const UNKNOWN: Network = { reach: "network" };
const NETWORKS: readonly (readonly [className: string, Network])[] = [
  ["Stdio", { transport: "pipe", reach: "stdio" }],
  ["InMemory", { reach: "process" }],
  ["StreamableHTTP", { transport: "tcp", carrier: "http", reach: "network" }],
  ["PerRequestHTTP", { transport: "tcp", carrier: "http", reach: "network" }],
  ["SSE", { transport: "tcp", carrier: "http", reach: "network" }],
  ["WebSocket", { transport: "tcp", carrier: "websocket", reach: "network" }],
];

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  "http:": 80,
  "https:": 443,
  "ws:": 80,
  "wss:": 443,
};

function endpoint(url: unknown): ServerEndpoint | undefined {
  if (!(url instanceof URL)) return undefined;
  const port = url.port === "" ? DEFAULT_PORTS[url.protocol] : Number(url.port);
  // In a URL an IPv6 address stands in brackets, which are no part of it.
  const address = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return port === undefined ? undefined : { address, port };
}
