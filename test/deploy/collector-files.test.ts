import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { quickCommand } from "../../tools/stack/run/command.ts";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";
import { programFile, whyNoProgram } from "./programs.helper.ts";

const skip = whyNoProgram("collector");
const folder = join(ROOT, "deploy/collector");

/** Files that are whole only together with others. */
const COMBINATIONS: Readonly<Record<string, readonly string[]>> = {
  "dev.yaml": ["dev.yaml"],
  "with-prometheus.yaml": ["dev.yaml", "with-prometheus.yaml"],
  "with-loki.yaml": ["dev.yaml", "with-prometheus.yaml", "with-loki.yaml"],
  "production.yaml": ["production.yaml"],
  "lb-tier.yaml": ["lb-tier.yaml"],
  "genai-to-1.36.yaml": ["production.yaml", "genai-to-1.36.yaml"],
  "genai-to-1.41.yaml": ["production.yaml", "genai-to-1.41.yaml"],
  "genai-to-latest.yaml": ["production.yaml", "genai-to-latest.yaml"],
};

for (const [file, files] of Object.entries(COMBINATIONS)) {
  test(`the Collector takes ${files.join(" with ")}`, { skip }, () => {
    const flags = files.flatMap((name) => ["--config", join(folder, name)]);
    // The migration is a processor that the pipelines must name to be checked whole.
    const named = file.startsWith("genai-")
      ? [
          "--config",
          "yaml:service::pipelines::traces/in::processors: [memory_limiter, transform/genai]",
        ]
      : [];
    const collector = programFile("collector") ?? "";
    const { ok, output } = quickCommand(collector, ["validate", ...flags, ...named], process.env);
    assert.ok(ok, output);
  });
}

test("no file of the Collector is left out of these checks", () => {
  const others = new Set(["builder-config.yaml", "kustomization.yaml"]);
  const files = readdirSync(folder).filter((file) => !others.has(file));
  assert.deepEqual(files.toSorted(), Object.keys(COMBINATIONS).toSorted());
});
