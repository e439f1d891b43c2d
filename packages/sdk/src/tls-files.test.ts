import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { rootCertificates } from "node:tls";
import { readConfig } from "./config/read-config.ts";
import { formatProblem } from "./env/problem.ts";
import { withoutUnusableFiles } from "./tls-files.ts";

const directory = mkdtempSync(join(tmpdir(), "agent-otel-tls-"));
after(() => rmSync(directory, { recursive: true }));

function check(path: string): { readonly lines: readonly string[]; readonly exporters: number } {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "otlp,console",
    OTEL_EXPORTER_OTLP_CERTIFICATE: path,
  };
  const { config, problems } = withoutUnusableFiles(readConfig(env).config, env);
  const exporters = config.traces.exporters.length + config.logs.exporters.length;
  return { lines: problems.map(formatProblem), exporters };
}

test("a certificate that cannot be read turns its exporters off and is told once for all signals", () => {
  const { lines, exporters } = check("/missing.pem");
  assert.equal(exporters, 1);
  assert.deepEqual(lines, [
    'OTEL_EXPORTER_OTLP_CERTIFICATE: expected the path of a PEM file with certificates (ENOENT), got "/missing.pem"; traces and logs are not exported.',
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

test("a PEM file with certificates is taken, one with a broken certificate or with a key is not", () => {
  const pem = join(directory, "ca.pem");
  writeFileSync(pem, rootCertificates.slice(0, 2).join("\n"));
  assert.deepEqual(check(pem), { lines: [], exporters: 3 });
  writeFileSync(pem, `${rootCertificates[0]}\n${rootCertificates[1]?.slice(0, 200)}`);
  assert.match(check(pem).lines.join(), /\(it holds a broken certificate\)/);
  const { privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(pem, privateKey.export({ type: "pkcs8", format: "pem" }));
  assert.match(check(pem).lines.join(), /\(it holds no certificate\)/);
});

test("a key that stands where its path should is never part of a line", () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector",
    OTEL_EXPORTER_OTLP_CLIENT_KEY: "-----BEGIN PRIVATE KEY-----\nhunter2\n",
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: "-----BEGIN PRIVATE KEY-----hunter2",
    OTEL_EXPORTER_OTLP_CERTIFICATE: "-----BEGIN PRIVATE KEY-----hunter2",
  };
  const { config, problems, settings } = readConfig(env);
  const checked = withoutUnusableFiles(config, env);
  const text = [...problems, ...checked.problems].map(formatProblem).join("\n");
  assert.match(text, /CLIENT_KEY/);
  assert.doesNotMatch(text, /hunter2/);
  assert.doesNotMatch(JSON.stringify([...settings]), /hunter2/);
});
