import { createRequire } from "node:module";
import type { SecureContext } from "node:tls";
import type { TlsFiles } from "../../config/config.ts";
import { readPem } from "./read-pem.ts";

const require = createRequire(import.meta.url);

/**
 * Reads the PEM files, once. Without any, the trust store of Node.js. Throws an error that names the variable when a
 * file cannot be read or holds nothing of use: going on without it would talk to whoever answers, or to nobody.
 */
export function readTlsFiles({
  certificate,
  clientKey,
  clientCertificate,
}: TlsFiles): SecureContext {
  const ca = certificate === undefined ? undefined : readPem("CERTIFICATE", certificate);
  const key = clientKey === undefined ? undefined : readPem("CLIENT_KEY", clientKey);
  const cert =
    clientCertificate === undefined ? undefined : readPem("CLIENT_CERTIFICATE", clientCertificate);
  const { createSecureContext }: typeof import("node:tls") = require("node:tls");
  try {
    return createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(key === undefined || cert === undefined ? {} : { key, cert }),
    });
  } catch (cause) {
    const names = [
      ["CERTIFICATE", ca],
      ["CLIENT_KEY", key],
      ["CLIENT_CERTIFICATE", cert],
    ].flatMap(([name, pem]) => (pem === undefined ? [] : [`OTEL_EXPORTER_OTLP_${String(name)}`]));
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the certificates cannot be used (${reason}); correct ${names.join(", ")}`, {
      cause,
    });
  }
}
