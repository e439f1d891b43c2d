import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The version of this package. The bundler replaces the module by one that knows. */
export function ownVersion(): string {
  const { version }: { version: string } = require("@agent-otel/sdk/package.json");
  return version;
}
