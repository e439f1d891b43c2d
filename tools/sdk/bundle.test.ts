import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundleSdk } from "./bundle.ts";

const sdk = fileURLToPath(new URL("../../packages/sdk/", import.meta.url));
// In the package: the bundle finds its dependencies from there.
const folder = mkdtempSync(join(sdk, "dist", "bundle-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));
await bundleSdk(folder);

const spy = fileURLToPath(
  new URL("../../packages/sdk/src/instrument/module-spy.test.fixture.mjs", import.meta.url),
);

/** The files of the bundle that a program loads with `register`, by their names. */
async function filesOfStart(env: NodeJS.ProcessEnv): Promise<string[]> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--import", spy, "--import", join(folder, "register.js"), "--eval", ""],
    { cwd: folder, timeout: 30_000, env: { PATH: process.env["PATH"], ...env } },
  );
  assert.equal(stderr, "");
  const line = stdout.split("\n").find((text) => text.startsWith("LOADED ")) ?? "LOADED []";
  const urls: string[] = JSON.parse(line.slice("LOADED ".length));
  return urls.filter((url) => url.includes("/bundle-test-")).map((url) => url.replace(/.*\//, ""));
}

test("a default start loads three files of the SDK, however many modules it has", async () => {
  assert.deepEqual((await filesOfStart({ OTEL_METRICS_EXPORTER: "none" })).toSorted(), [
    "register-start.js",
    "register.js",
    "start.js",
  ]);
});

test("what is loaded on demand is found beside them", async () => {
  const files = await filesOfStart({
    AGENT_OTEL_ENGINE: "upstream",
    OTEL_TRACES_EXPORTER: "none",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
  });
  assert.ok(files.includes("upstream-engine.js"), String(files));
});

test("every file that a call names is there", () => {
  const text = globSync("*.js", { cwd: folder })
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  const calls = [...text.matchAll(/import\.meta\.url,[`"](\.[^`"]*)[`"]/g)];
  assert.ok(calls.length >= 5);
  for (const [call, path = ""] of calls) assert.ok(existsSync(join(folder, `${path}.js`)), call);
});

test("no module of Node.js is imported, which would load what its exports only promise", () => {
  for (const file of globSync("*.js", { cwd: folder })) {
    const [found] =
      /(?:from|import) ?["'`]node:[^"'`]*/.exec(readFileSync(join(folder, file), "utf8")) ?? [];
    assert.equal(found, undefined, file);
  }
});

test("source maps lead to the published sources, and have the text of all others", () => {
  const map: { sources: string[]; sourcesContent: (string | null)[] } = JSON.parse(
    readFileSync(join(folder, "start.js.map"), "utf8"),
  );
  assert.ok(map.sources.length > 100);
  for (const [index, source] of map.sources.entries()) {
    const isThere = existsSync(resolve(folder, source));
    assert.ok(isThere || typeof map.sourcesContent[index] === "string", source);
    assert.doesNotMatch(source, /\.pnpm/);
  }
});
