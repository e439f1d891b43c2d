import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PORTS } from "./port-table.ts";
import {
  COLLECTOR_VERSION,
  IMAGES,
  LOKI_VERSION,
  PROMETHEUS_VERSION,
  TEMPO_REVISION,
  cachedFile,
} from "./programs.ts";
import { ROOT, createTestFolder, testSettings } from "./testing/fake-programs.ts";

function deployed(file: string): string {
  return readFileSync(join(ROOT, "deploy", file), "utf8");
}

test("the manifest of the Collector Builder has the pinned version everywhere", () => {
  const manifest = deployed("collector/builder-config.yaml");
  assert.match(manifest, new RegExp(`^  version: ${COLLECTOR_VERSION}$`, "mu"));
  const versions = [...manifest.matchAll(/gomod: (\S+) v(\S+)/gu)];
  assert.ok(versions.length > 20);
  for (const [line, gomod, version] of versions) {
    const expected = gomod?.includes("/confmap/provider/") ? "1.64.0" : COLLECTOR_VERSION;
    assert.equal(version, expected, line);
  }
});

test("the Go module of Tempo pins the revision that the tool names", () => {
  assert.match(
    deployed("tempo/native/go.mod"),
    new RegExp(`github.com/grafana/tempo v\\S+-${TEMPO_REVISION}$`, "mu"),
  );
});

test("the Go modules of Loki and Prometheus pin the versions that the tool names", () => {
  assert.ok(
    deployed("loki/native/go.mod").includes(`github.com/grafana/loki/v3 v${LOKI_VERSION}\n`),
  );
  // As a Go module Prometheus 3.14.0 is 0.314.0.
  const [major, minor = "", patch] = PROMETHEUS_VERSION.split(".");
  const module = `github.com/prometheus/prometheus v0.${major}${minor.padStart(2, "0")}.${patch}\n`;
  assert.ok(deployed("prometheus/native/go.mod").includes(module));
});

test("Compose uses the images that the tool names, each once", () => {
  const images = [...deployed("compose/compose.yaml").matchAll(/^ {4}image: (\S+)$/gmu)];
  // Those that `up` does not start: the backend's own, twice, and agentgateway's.
  const named = images
    .map(([, image = ""]) => image)
    .filter((image) => !/\/(?:example-backend|agentgateway):/u.test(image));
  assert.equal(images.length - named.length, 3);
  assert.deepEqual(named.toSorted(), Object.values(IMAGES).toSorted());
});

test("Compose publishes on loopback alone, each port with its variable and default", () => {
  const compose = deployed("compose/compose.yaml");
  const published = [...compose.matchAll(/^ {6}- (.+):\d+$/gmu)].map(([, left]) => left);
  const known = new Set<string | undefined>(
    Object.values(PORTS).map(({ variable, fallback }) => `127.0.0.1:\${${variable}:-${fallback}}`),
  );
  const others = new Set([
    "127.0.0.1:${BACKEND_PORT:-3010}",
    "127.0.0.1:${AGENTGATEWAY_PORT:-4000}",
  ]);
  assert.equal(published.length, 10);
  for (const port of published) assert.ok(known.has(port) || others.has(port ?? ""), port);
});

test("every configuration file has the default of each port that it reads", () => {
  for (const file of [
    "collector/dev.yaml",
    "tempo/tempo-2.8.yaml",
    "tempo/tempo-3.0.yaml",
    "loki/loki.yaml",
  ]) {
    const read = [...deployed(file).matchAll(/\$\{(?:env:)?(\w+_PORT):-(\d+)\}/gu)];
    assert.ok(read.length >= 2, file);
    for (const [, variable, fallback] of read) {
      const entry = Object.values(PORTS).find((port) => port.variable === variable);
      assert.equal(String(entry?.fallback), fallback, `${file}: ${variable}`);
    }
  }
});

test("cachedFile() gives another file when what is built changes, and the same otherwise", async () => {
  const folder = createTestFolder();
  try {
    const settings = await testSettings(folder);
    const file = cachedFile(settings, "collector");
    assert.match(file, /\/agent-otel\/bin\/collector-0\.158\.0-[0-9a-f]{12}$/u);
    assert.equal(cachedFile(settings, "collector"), file);
    folder.script("deploy/collector/builder-config.yaml", "changed");
    assert.notEqual(cachedFile({ ...settings, root: folder.path }, "collector"), file);
  } finally {
    folder.remove();
  }
});
