import { fileURLToPath } from "node:url";

/**
 * True for a file of this SDK's pipeline or for what finds the instrumentations, or of a package of OpenTelemetry: what they load is theirs (an exporter's
 * gRPC client, say) and not to be instrumented.
 *
 * @param file A path, or a `file:` URL.
 */
export function isOwnFile(file: string): boolean {
  if (OPENTELEMETRY.test(file)) return true;
  const own = file.startsWith(OWN_URL) ? OWN_URL : file.startsWith(OWN_PATH) ? OWN_PATH : undefined;
  return own !== undefined && PIPELINE.test(file.slice(own.length));
}

const OPENTELEMETRY = /[\\/]node_modules[\\/]@opentelemetry[\\/]/;
const PIPELINE = /^(?:export|logs|metrics|native|trace|upstream|instrument[\\/]official\.[jt]s$)/;
const OWN_URL: string = new URL("..", import.meta.url).href;
const OWN_PATH: string = fileURLToPath(OWN_URL);
