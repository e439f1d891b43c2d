import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readConfig } from "./config/read-config.ts";
import { formatProblem } from "./env/problem.ts";
import { withoutUnreadableFiles } from "./tls-files.ts";

const directory = mkdtempSync(join(tmpdir(), "agent-otel-tls-"));
after(() => rmSync(directory, { recursive: true }));

function check(path: string): { readonly lines: readonly string[]; readonly exporters: number } {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "otlp,console",
    OTEL_EXPORTER_OTLP_CERTIFICATE: path,
  };
  const { config, problems } = withoutUnreadableFiles(readConfig(env).config, env);
  const exporters = config.traces.exporters.length + config.logs.exporters.length;
  return { lines: problems.map(formatProblem), exporters };
}

test("a certificate that cannot be read turns its exporters off and is told for each signal", () => {
  const { lines, exporters } = check("/missing.pem");
  assert.equal(exporters, 1);
  assert.deepEqual(lines, [
    'OTEL_EXPORTER_OTLP_CERTIFICATE: expected the path of a readable PEM file (ENOENT), got "/missing.pem"; traces are not exported.',
    'OTEL_EXPORTER_OTLP_CERTIFICATE: expected the path of a readable PEM file (ENOENT), got "/missing.pem"; logs are not exported.',
  ]);
});

test("a directory, a pipe, an endless device and a file that is no PEM are told, and none is waited for", () => {
  const pipe = join(directory, "pipe");
  execFileSync("mkfifo", [pipe]);
  const text = join(directory, "text.pem");
  writeFileSync(text, "no certificate");
  for (const path of [directory, pipe, "/dev/zero"]) {
    assert.match(check(path).lines.join("\n"), /\(it is no file\)/);
  }
  assert.match(check(text).lines.join("\n"), /\(it is no PEM file\)/);
});

test("a PEM file is taken", () => {
  const pem = join(directory, "ca.pem");
  writeFileSync(pem, "-----BEGIN CERTIFICATE-----\n");
  assert.deepEqual(check(pem), { lines: [], exporters: 3 });
});
