import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { SecureContext } from "node:tls";
import type { TlsFiles } from "../../config/config.ts";

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
  const ca = readPem("CERTIFICATE", certificate);
  const key = readPem("CLIENT_KEY", clientKey);
  const cert = readPem("CLIENT_CERTIFICATE", clientCertificate);
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

function readPem(setting: string, path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined;
  try {
    const pem = readFileSync(path);
    if (!pem.includes("-----BEGIN ")) throw new Error("no PEM file");
    return pem;
  } catch (cause) {
    const code =
      cause instanceof Error && "code" in cause ? String(cause.code) : "it is no PEM file";
    throw new Error(
      `the file ${JSON.stringify(path)} cannot be read (${code}); correct OTEL_EXPORTER_OTLP_${setting}`,
      { cause },
    );
  }
}
