import { createRequire } from "node:module";
import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import type { Tls } from "./export-agent.ts";

const require = createRequire(import.meta.url);

/** The credentials of a gRPC channel to `url`: none for `http:`, else TLS with the server's certificate verified. */
export function createGrpcCredentials(url: string, { ca, key, cert }: Tls): object {
  const base: typeof import("@opentelemetry/otlp-grpc-exporter-base") = require("@opentelemetry/otlp-grpc-exporter-base");
  if (url.startsWith("http:")) return base.createInsecureCredentials();
  const credentials = base.createSslCredentials(ca, key, cert);
  if (isIP(new URL(url).hostname.replaceAll(/[[\]]/g, "")) !== 0) allowAddress(credentials);
  return credentials;
}

/**
 * gRPC names the host in the TLS handshake even when it is an IP address, which RFC 6066 forbids and Node 26 refuses.
 * Its one option for that, `grpc.ssl_target_name_override`, is none of the exporter's, and would send a false name. So
 * the name is taken out of what the connector is made with, as `node:https` does it, and the certificate is verified
 * for the address in plain words. Should gRPC change inside, nothing is changed here and the connection is refused.
 */
export function allowAddress(credentials: object): void {
  const create: unknown = Reflect.get(credentials, "_createSecureConnector");
  if (typeof create !== "function") return;
  const createAndAllow = (...args: unknown[]): unknown => {
    const connector: unknown = Reflect.apply(create, credentials, args);
    const options = isObject(connector) ? Reflect.get(connector, "connectionOptions") : undefined;
    if (isObject(options)) leaveOutAddress(options);
    return connector;
  };
  Reflect.set(credentials, "_createSecureConnector", createAndAllow);
}

function leaveOutAddress(options: object): void {
  const address: unknown = Reflect.get(options, "servername");
  if (typeof address !== "string" || isIP(address) === 0) return;
  Object.assign(options, {
    servername: "",
    checkServerIdentity: (_: string, certificate: PeerCertificate) =>
      checkServerIdentity(address, certificate),
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
