import type { OtlpConfig } from "../../config/config.ts";
import { createGrpcTransport } from "./grpc-transport.ts";
import { createHttpTransport } from "./http-transport.ts";
import { chooseProxy, type ProxySettings } from "./proxy.ts";
import { readTlsFiles } from "./tls-files.ts";
import type { Transport } from "./transport.ts";

/**
 * Creates the transport of one OTLP exporter; nothing is connected yet. Throws an error that names the variable when a
 * certificate cannot be read, a header cannot be sent or the proxy's address is unusable.
 */
export function createTransport(config: OtlpConfig, proxies: ProxySettings = {}): Transport {
  const proxy = chooseProxy(config.url, proxies);
  const secureContext = config.url.startsWith("https:") ? readTlsFiles(config.tls) : undefined;
  const create = config.protocol === "grpc" ? createGrpcTransport : createHttpTransport;
  return create({ config, secureContext, proxy });
}
