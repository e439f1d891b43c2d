import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { IMAGES } from "./find/docker.ts";
import { PORTS } from "./port-table.ts";
import { COLLECTOR_VERSION, TEMPO_REVISION, cachedFile } from "./programs.ts";
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

test("Compose uses the images that the tool names, each once", () => {
  const images = [...deployed("compose/compose.yaml").matchAll(/^ {4}image: (\S+)$/gmu)];
  assert.equal(images.length, Object.values(IMAGES).length);
  assert.deepEqual(new Set(images.map(([, image]) => image)), new Set(Object.values(IMAGES)));
});

test("Compose publishes on loopback alone, each port with its variable and default", () => {
  const compose = deployed("compose/compose.yaml");
  const published = [...compose.matchAll(/^ {6}- (.+):\d+$/gmu)].map(([, left]) => left);
  const known = new Set<string | undefined>(
    Object.values(PORTS).map(({ variable, fallback }) => `127.0.0.1:\${${variable}:-${fallback}}`),
  );
  assert.equal(published.length, 6);
  for (const port of published) assert.ok(known.has(port), port);
});

test("every configuration file has the default of each port that it reads", () => {
  for (const file of ["collector/dev.yaml", "tempo/tempo-2.8.yaml", "tempo/tempo-3.0.yaml"]) {
    const read = [...deployed(file).matchAll(/\$\{(?:env:)?(\w+_PORT):-(\d+)\}/gu)];
    assert.ok(read.length >= 3, file);
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
