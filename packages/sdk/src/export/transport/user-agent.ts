import { ownVersion } from "../../own-version.ts";

/** The User-Agent of our requests, with the distribution before the exporter ("OTLP Exporter", "User Agent"). */
export function userAgent(): string {
  const version = ownVersion();
  return `agent-otel/${version} OTel-OTLP-Exporter-JavaScript/${version}`;
}
