import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Minified bytes that one import adds to an application; without the peer dependency, which it has anyway. */
const BUDGETS: readonly (readonly [what: string, code: string, bytes: number])[] = [
  [
    "an attribute",
    'import { ATTR_GEN_AI_REQUEST_MODEL as x } from "./index.ts"; console.log(x)',
    100,
  ],
  [
    "a value",
    'import { GEN_AI_PROVIDER_NAME_VALUE_OPENAI as x } from "./index.ts"; console.log(x)',
    100,
  ],
  [
    "a metric name",
    'import { METRIC_MCP_CLIENT_OPERATION_DURATION as x } from "./index.ts"; console.log(x)',
    100,
  ],
  [
    "a metric definition",
    'import { MCP_CLIENT_OPERATION_DURATION as x } from "./index.ts"; console.log(x)',
    1024,
  ],
  ["errorType()", 'import { errorType as x } from "./index.ts"; console.log(x)', 1024],
  [
    "one token reader",
    'import { usageFromAnthropic as x } from "./index.ts"; console.log(x)',
    1024,
  ],
  [
    "one span builder",
    'import { executeToolSpan as x } from "./index.ts"; console.log(x)',
    3 * 1024,
  ],
  ["one guard", 'import { isInputMessages as x } from "./content/index.ts"; console.log(x)', 1024],
];

for (const [what, code, budget] of BUDGETS) {
  test(`importing ${what} adds at most ${budget} bytes to a bundle`, async () => {
    const bytes = await bundledBytes(code);
    assert.ok(bytes <= budget, `${bytes} bytes`);
  });
}

test("importing the package for its side effects adds nothing", async () => {
  assert.equal(await bundledBytes('import "./index.ts"'), 0);
});

async function bundledBytes(contents: string): Promise<number> {
  const result = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    external: ["@opentelemetry/api"],
    write: false,
    logLevel: "error",
  });
  const text = result.outputFiles[0]?.text ?? "";
  return Buffer.byteLength(text.trim());
}
