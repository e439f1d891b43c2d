import type { NetworkTransport, ServerEndpoint } from "@agent-otel/semconv-genai";
import { fields, text } from "../fields.ts";

/** What a transport tells about the connection. */
export interface TransportInfo {
  readonly transport?: NetworkTransport | undefined;
  /** Protocol that carries the messages. */
  readonly carrier?: string | undefined;
  readonly server?: ServerEndpoint | undefined;
  /** MCP session of this moment; over HTTP the server gives it with its first answer. */
  readonly sessionId: () => string | undefined;
}

/** Describes a transport by its class, and for clients by its URL. An unknown class leaves the network out. */
export function transportInfo(transport: object): TransportInfo {
  const className = transport.constructor.name;
  return {
    ...NETWORKS.find(([part]) => className.includes(part))?.[1],
    server: endpoint(Reflect.get(transport, "_url")),
    sessionId: () => text(fields(transport)["sessionId"]),
  };
}

type Network = Pick<TransportInfo, "transport" | "carrier">;

const NETWORKS: readonly (readonly [className: string, Network])[] = [
  ["Stdio", { transport: "pipe" }],
  ["StreamableHTTP", { transport: "tcp", carrier: "http" }],
  ["SSE", { transport: "tcp", carrier: "http" }],
  ["WebSocket", { transport: "tcp", carrier: "websocket" }],
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
  return port === undefined ? undefined : { address: url.hostname, port };
}
