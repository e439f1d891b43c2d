import { createRequire } from "node:module";
import type { SecureContext } from "node:tls";
import type { Client, Metadata } from "@grpc/grpc-js";
import type { OtlpConfig } from "../../config/config.ts";
import { addressOf, userAndPassword } from "./endpoint.ts";
import { releaseProcess } from "./grpc-channel.ts";
import { adaptCredentials } from "./grpc-credentials.ts";
import { type GrpcSockets, watchGrpcSockets } from "./grpc-sockets.ts";
import { MAX_MESSAGE_BYTES } from "./grpc-status.ts";
import { userAgent } from "./user-agent.ts";

const require = createRequire(import.meta.url);

/** What the gRPC transport of one exporter needs. */
export interface GrpcTransportOptions {
  readonly config: Pick<OtlpConfig, "compression" | "headers" | "protocol" | "timeoutMs" | "url">;
  /** For `https:` endpoints. */
  readonly secureContext: SecureContext | undefined;
  readonly proxy: URL | undefined;
}

/** A gRPC client with the metadata of its calls. */
export interface GrpcClient {
  readonly client: Client;
  readonly metadata: Metadata;
  readonly sockets: GrpcSockets;
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
    secureContext === undefined
      ? grpc.credentials.createInsecure()
      : grpc.ChannelCredentials.createFromSecureContext(secureContext);
  const client = new grpc.Client(
    proxy === undefined ? `dns:${authority}` : proxyTarget(proxy),
    adaptCredentials(credentials),
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
    },
  );
  releaseProcess(client);
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return { client, metadata, sockets: watchGrpcSockets() };
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function proxyTarget(proxy: URL): string {
  const { host, port = "80" } = addressOf(proxy);
  return `dns:${bracketed(host)}:${port}`;
}

function proxyCredentials(proxy: URL): Record<string, string> {
  if (proxy.username === "" && proxy.password === "") return {};
  return { "grpc.http_connect_creds": userAndPassword(proxy) };
}
