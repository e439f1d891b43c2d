import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundlePackage } from "./bundle.ts";

/** Minified bytes that an import of one name adds to an application, besides the API, which it has anyway. */
const BUDGETS: readonly (readonly [what: string, name: string, bytes: number])[] = [
  ["an attribute", "ATTR_GEN_AI_REQUEST_MODEL", 1024],
  ["a value", "GEN_AI_PROVIDER_NAME_VALUE_OPENAI", 1024],
  ["a metric name", "METRIC_MCP_CLIENT_OPERATION_DURATION", 1024],
  ["a metric definition", "MCP_CLIENT_OPERATION_DURATION", 2048],
  ["the class of an error", "errorType", 2048],
  ["a reader of tokens", "usageFromAnthropic", 2048],
  ["a span builder", "executeToolSpan", 4096],
];

const folder = mkdtempSync(join(tmpdir(), "agent-otel-bundle-"));
const published = join(folder, "published.js");
const source = fileURLToPath(new URL("../../packages/semconv-genai/src/index.ts", import.meta.url));
before(() => bundlePackage(published));
after(() => rmSync(folder, { recursive: true }));

for (const [what, name, budget] of BUDGETS) {
  for (const [form, file] of [
    ["as published", published],
    ["from its modules", source],
  ] as const) {
    test(`importing ${what} ${form} adds less than ${budget} bytes to a bundle`, async () => {
      const bytes = await bundledBytes(
        `import { ${name} as x } from ${JSON.stringify(file)}; console.log(x)`,
      );
      assert.ok(bytes < budget, `${bytes} bytes`);
    });
  }
}

for (const entry of ["index", "content/index", "migrate/index", "validate/index"]) {
  test(`what is published has every name of ${entry}`, async () => {
    const exported = await namesOf(published);
    const file = fileURLToPath(
      new URL(`../../packages/semconv-genai/src/${entry}.ts`, import.meta.url),
    );
    const names = await namesOf(file);
    assert.ok(names.length > 5);
    assert.deepEqual(
      names.filter((name) => !exported.includes(name)),
      [],
    );
  });
}

async function namesOf(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["@opentelemetry/api"],
    write: false,
    metafile: true,
    outdir: folder,
  });
  return Object.values(metafile.outputs)[0]?.exports ?? [];
}

async function bundledBytes(contents: string): Promise<number> {
  const result = await build({
    stdin: { contents, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    external: ["@opentelemetry/api"],
    write: false,
    logLevel: "error",
  });
  return Buffer.byteLength(result.outputFiles[0]?.text ?? "");
}
