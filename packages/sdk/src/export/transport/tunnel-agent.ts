import { createRequire } from "node:module";
import type { Agent } from "node:https";
import type { Duplex } from "node:stream";
import type { ConnectionOptions, SecureContext } from "node:tls";
import { ExportError, PROXY_CREDENTIALS } from "../explain-failure.ts";
import { addressOf, basicAuthorization } from "./endpoint.ts";
import { KEPT } from "./kept-connections.ts";
import { letProcessEnd } from "./let-process-end.ts";

const require = createRequire(import.meta.url);

/** What a tunnel needs. */
export interface TunnelOptions {
  readonly proxy: URL;
  readonly tls: { readonly secureContext?: SecureContext };
  /** The longest that proxy and connection may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * An agent for https: requests that go through a proxy by CONNECT (RFC 9110, 9.3.6). TLS is spoken with the endpoint,
 * through the tunnel; the proxy sees its name and port, nothing else.
 */
export function createTunnelAgent(options: TunnelOptions): Agent {
  const https: typeof import("node:https") = require("node:https");
  const tls: typeof import("node:tls") = require("node:tls");
  class TunnelAgent extends https.Agent {
    override createConnection(
      target: ConnectionOptions & { host?: string; port?: number },
      done: (error: Error | null, socket: Duplex) => void,
    ): undefined {
      const connected = (error: Error | null, socket?: Duplex): void => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type asks for a socket even beside an error
        if (error !== null || socket === undefined) return done(error, socket as never);
        done(null, tls.connect({ ...target, socket }));
      };
      openTunnel(options, `${hostOf(target.host ?? "")}:${target.port ?? 443}`, connected);
      return undefined;
    }
  }
  return new TunnelAgent({ ...KEPT, ...options.tls });
}

/** The Proxy-Authorization for the credentials in a proxy's URL, if there are any. */
export function proxyAuthorization(proxy: URL): Readonly<Record<string, string>> {
  if (proxy.username === "" && proxy.password === "") return {};
  return { "proxy-authorization": basicAuthorization(proxy) };
}

function hostOf(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function openTunnel(
  { proxy, timeoutMs }: TunnelOptions,
  authority: string,
  done: (error: Error | null, socket?: Duplex) => void,
): void {
  const { request: send }: typeof import("node:http") =
    proxy.protocol === "https:" ? require("node:https") : require("node:http");
  const request = send({
    method: "CONNECT",
    ...addressOf(proxy),
    path: authority,
    headers: { host: authority, ...proxyAuthorization(proxy) },
    agent: false,
  });
  const settle = (error: Error | null, socket?: Duplex): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    if (error !== null) request.destroy();
    done(error, socket);
  };
  const fail = (cause: Error): void => settle(unusable(proxy, cause));
  // The request for which the tunnel is meant may be given up meanwhile; the tunnel ends by its own deadline.
  let timer: NodeJS.Timeout | undefined = setTimeout(
    () => fail(new Error("timed out")),
    timeoutMs,
  ).unref();
  request.once("socket", letProcessEnd);
  request.once("connect", ({ statusCode = 0 }, socket, head) => {
    // Any status of success opens the tunnel (RFC 9110, 9.3.6).
    if (timer !== undefined && statusCode >= 200 && statusCode < 300) {
      if (head.length > 0) socket.unshift(head);
      return settle(null, socket);
    }
    socket.on("error", () => {});
    socket.destroy();
    settle(refused(proxy, statusCode));
  });
  request.on("error", fail);
  request.once("close", () => fail(new Error("it ended the connection without an answer")));
  request.end();
}

function unusable({ host }: URL, cause: Error): Error {
  const remedy = "Correct HTTPS_PROXY, or put the endpoint's host into NO_PROXY";
  const code = "code" in cause ? String(cause.code) : undefined;
  const message = `the proxy ${host} cannot be used: ${cause.message}`;
  return new ExportError(message, { code, remedy, cause });
}

function refused({ host }: URL, status: number): Error {
  const remedy =
    status === 407
      ? PROXY_CREDENTIALS
      : "Look into the proxy's log, or put the endpoint's host into NO_PROXY";
  return new ExportError(`the proxy ${host} answered CONNECT with HTTP status ${status}`, {
    remedy,
  });
}
