import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = mkdtempSync(join(tmpdir(), "default-start-"));
after(() => rmSync(folder, { recursive: true }));

/** What any start loads: the API, the propagators, the names of attributes, and what reads `.env`. */
const always = ["@opentelemetry/api", "@opentelemetry/core", "@opentelemetry/semantic-conventions"];

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The names of the installed packages that a program with this environment loads, without any application. */
async function packagesOf(env: NodeJS.ProcessEnv): Promise<string[]> {
  const program = join(folder, "empty.mjs");
  writeFileSync(program, "");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", path("module-spy.test.fixture.mjs"), "--import", path("../register.ts"), program],
    {
      cwd: folder,
      timeout: 30_000,
      // Nobody listens there: the process gives up at once.
      env: {
        PATH: process.env["PATH"],
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
        AGENT_OTEL_SHUTDOWN_TIMEOUT: "0",
        ...env,
      },
    },
  );
  const line = stdout.split("\n").find((each) => each.startsWith("LOADED "));
  const urls: readonly string[] = JSON.parse(line?.slice("LOADED ".length) ?? "[]");
  assert.ok(urls.length > 50, stdout);
  const names = urls.flatMap((url) => {
    const name = /^.*\/node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//.exec(url)?.groups?.["name"];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)].toSorted();
}

test("a default start loads no gRPC, no YAML, no exporter of upstream, no instrumentation and not the metapackage", async () => {
  const packages = await packagesOf({});
  assert.deepEqual(
    packages,
    [
      ...always,
      "@opentelemetry/otlp-transformer",
      "@opentelemetry/resources",
      "@opentelemetry/sdk-logs",
      "@opentelemetry/sdk-metrics",
    ].toSorted(),
  );
});

test("a start with traces only loads nothing of metrics and logs", async () => {
  const packages = await packagesOf({ OTEL_METRICS_EXPORTER: "none", OTEL_LOGS_EXPORTER: "none" });
  assert.deepEqual(packages, always);
});
