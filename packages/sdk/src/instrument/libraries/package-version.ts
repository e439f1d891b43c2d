import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The version in the manifest of a package's folder; undefined when it names none.
 *
 * @throws {Error} When there is no manifest, or it is no JSON.
 */
export function readVersion(directory: string): string | undefined {
  const manifest: unknown = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) {
    return undefined;
  }
  return typeof manifest.version === "string" ? manifest.version : undefined;
}
