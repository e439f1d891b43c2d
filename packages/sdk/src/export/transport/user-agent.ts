import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The User-Agent of our requests, with the distribution before the exporter ("OTLP Exporter", "User Agent"). */
export function userAgent(): string {
  const { version }: { version: string } = require("../../../package.json");
  return `agent-otel/${version} OTel-OTLP-Exporter-JavaScript/${version}`;
}
