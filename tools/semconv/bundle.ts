import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Puts the modules of semconv-genai into one file for publication: Node.js takes about a third of a millisecond of CPU
 * for each module it loads, whatever is in it. All entries of the package are that file, so that they share one state
 * and the second costs nothing; what each of them promises is in its types. It is not minified: bundlers leave out what
 * is not used by annotations that minifying would remove.
 */
export async function bundlePackage(outfile: string): Promise<void> {
  await build({
    absWorkingDir: PACKAGE,
    stdin: {
      contents: ENTRIES.map((entry) => `export * from "./src/${entry}.ts";`).join("\n"),
      resolveDir: PACKAGE,
    },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22.15",
    external: ["@opentelemetry/api"],
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "warning",
  });
}

const PACKAGE = fileURLToPath(new URL("../../packages/semconv-genai/", import.meta.url));
const ENTRIES = ["index", "content/index", "migrate/index", "validate/index"];

if (import.meta.main) await bundlePackage("dist/bundle/index.js");
