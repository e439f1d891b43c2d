import { createRequire } from "node:module";
import { isIP } from "node:net";
import type { ChannelCredentials, Client, Metadata } from "@grpc/grpc-js";
import type { PeerCertificate, SecureContext } from "node:tls";
import type { OtlpConfig } from "../../config/config.ts";
import { addressOf } from "./endpoint.ts";
import { MAX_MESSAGE_BYTES } from "./grpc-status.ts";
import { userAgent } from "./user-agent.ts";

const require = createRequire(import.meta.url);

/** What the gRPC transport of one exporter needs. */
export interface GrpcTransportOptions {
  readonly config: Pick<OtlpConfig, "compression" | "headers" | "protocol" | "timeoutMs" | "url">;
  readonly secureContext: SecureContext;
  readonly proxy: URL | undefined;
}

/** A gRPC client with the metadata of its calls. */
export interface GrpcClient {
  readonly client: Client;
  readonly metadata: Metadata;
}

/** Creates a client. Loads grpc-js, 65 modules, if nobody has. */
export function createGrpcClient(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { config, secureContext, proxy }: GrpcTransportOptions,
): GrpcClient {
  const grpc: typeof import("@grpc/grpc-js") = require("@grpc/grpc-js");
  const { host, port } = addressOf(url);
  const authority = `${bracketed(host)}:${port ?? (url.protocol === "https:" ? 443 : 80)}`;
  const credentials =
    url.protocol === "https:"
      ? createCredentials(grpc, { host, secureContext })
      : grpc.credentials.createInsecure();
  const client = new grpc.Client(
    proxy === undefined ? `dns:${authority}` : proxyTarget(proxy),
    credentials,
    {
      "grpc.primary_user_agent": userAgent(),
      "grpc.default_authority": authority,
      "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
      "grpc.default_compression_algorithm":
        config.compression === "gzip"
          ? grpc.compressionAlgorithms.gzip
          : grpc.compressionAlgorithms.identity,
      // The delivery repeats; a second machinery below it would repeat its repetitions.
      "grpc.enable_retries": 0,
      // It would look up TXT records of the Collector's name.
      "grpc.service_config_disable_resolution": 1,
      // grpc-js reads the environment itself, in its own way; the proxy has been chosen already.
      "grpc.enable_http_proxy": 0,
      // A new client is a new connection: without it the old one's back-off would be shared.
      "grpc.use_local_subchannel_pool": 1,
      ...(proxy === undefined
        ? {}
        : { "grpc.http_connect_target": `dns:${authority}`, ...proxyCredentials(proxy) }),
      ...(isIP(host) === 0 ? {} : { "grpc.ssl_target_name_override": NAME_OF_ADDRESSES }),
    },
  );
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return { client, metadata };
}

/** The server name sent in the TLS handshake to an IP address: Node refuses the address itself (RFC 6066), grpc-js must send one. */
const NAME_OF_ADDRESSES = "ip-address.invalid";

function createCredentials(
  grpc: typeof import("@grpc/grpc-js"),
  { host, secureContext }: { host: string; secureContext: SecureContext },
): ChannelCredentials {
  if (isIP(host) === 0) return grpc.ChannelCredentials.createFromSecureContext(secureContext);
  const tls: typeof import("node:tls") = require("node:tls");
  return grpc.ChannelCredentials.createFromSecureContext(secureContext, {
    // The certificate must be for the address that is dialled, not for the stand-in name.
    checkServerIdentity: (_: string, certificate: PeerCertificate) =>
      tls.checkServerIdentity(host, certificate),
  });
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

function proxyTarget(proxy: URL): string {
  const { host, port = "80" } = addressOf(proxy);
  return `dns:${bracketed(host)}:${port}`;
}

function proxyCredentials({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  return {
    "grpc.http_connect_creds": `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
  };
}
