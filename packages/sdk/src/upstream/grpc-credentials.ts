import { createRequire } from "node:module";
import { isIP } from "node:net";
import { leaveOutAddress } from "../export/transport/leave-out-address.ts";
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
 * Leaves an address out of the TLS handshake. gRPC's one option for that, `grpc.ssl_target_name_override`, is none of
 * the exporter's, and would send a false name. Should gRPC change inside, nothing is changed here and the connection is
 * refused.
 */
export function allowAddress(credentials: object): void {
  const create: unknown = Reflect.get(credentials, "_createSecureConnector");
  if (typeof create !== "function") return;
  const createAndAllow = (...args: unknown[]): unknown => {
    const connector: unknown = Reflect.apply(create, credentials, args);
    if (isObject(connector)) leaveOutAddress(Reflect.get(connector, "connectionOptions"));
    return connector;
  };
  Reflect.set(credentials, "_createSecureConnector", createAndAllow);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
