import { fileURLToPath } from "node:url";
import { ownFolder } from "../../own-folder.ts";
import { packageOfSpecifier } from "../libraries/package-path.ts";

/**
 * True when the application loads a package for itself: not an exporter of this SDK or a package of OpenTelemetry (its
 * gRPC client, say), and not a framework whose own instrumentation sees the same work: express 5 runs on `router`.
 *
 * @param parent Who loads it: a path, or a `file:` URL.
 */
export function isApplicationLoad(specifier: string, parent: string): boolean {
  if (isOwnFile(parent)) return false;
  return packageOfSpecifier(specifier) !== "router" || !EXPRESS.test(parent);
}

const EXPRESS = /[\\/]node_modules[\\/]express[\\/]/;

function isOwnFile(file: string): boolean {
  if (OPENTELEMETRY.test(file)) return true;
  const own = file.startsWith(OWN_URL) ? OWN_URL : file.startsWith(OWN_PATH) ? OWN_PATH : undefined;
  return own !== undefined && PIPELINE.test(file.slice(own.length));
}

const OPENTELEMETRY =
  /[\\/]node_modules[\\/](?:@opentelemetry|(?:import|require)-in-the-middle)[\\/]/;
/** The folders that load packages for their own use; in the bundle all modules lie beside each other. */
const PIPELINE =
  /^(?:[^\\/]+$|(?:context|export|logs|metrics|native|resource|trace|upstream)[\\/]|instrument[\\/]libraries[\\/]official\.)/;
const OWN_URL: string = ownFolder().href;
const OWN_PATH: string = fileURLToPath(ownFolder());
