import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { openAiWire } from "./provider/openai.ts";
import { startProvider } from "./provider/server.ts";
import { runTraced } from "./run-program.ts";

const provider = await startProvider(openAiWire);
const folder = mkdtempSync(join(tmpdir(), "agent-otel-copies-"));
after(async () => {
  rmSync(folder, { recursive: true });
  await provider.close();
});

test("a second copy of the client is recorded, too", async () => {
  const copy = join(folder, "node_modules", "openai");
  mkdirSync(dirname(copy), { recursive: true });
  const original = dirname(realpathSync(fileURLToPath(import.meta.resolve("openai"))));
  cpSync(original, copy, { recursive: true });
  const second = pathToFileURL(join(copy, "index.mjs")).href;
  const { receiver, outcomes, stderr } = await runTraced({
    program: "openai-copies.mjs",
    args: [provider.url, second],
  });
  assert.equal(outcomes.get("different"), true, stderr);
  for (const name of ["first", "second"]) {
    const root = receiver.spans.find((span) => span.name === name);
    const calls = receiver.spans.filter((span) => span.parentSpanId === root?.spanId);
    assert.deepEqual(
      calls.map((span) => span.name),
      ["chat gpt-x"],
      name,
    );
  }
});

for (const format of ["mjs", "cjs"]) {
  test(`a client that was there before telemetry is named with its version (${format})`, async () => {
    const { outcomes, stderr } = await runTraced({
      program: `openai-early.${format}`,
      args: [provider.url],
      imports: [],
    });
    assert.deepEqual(outcomes.get("coverage"), [
      {
        package: "openai",
        version: "7.55.0",
        instrumentation: "openai",
        status: "loaded too early",
      },
    ]);
    const lines = stderr.split("\n").filter((line) => line.includes("openai"));
    assert.equal(lines.length, 1, stderr);
    assert.match(lines[0] ?? "", /openai 7\.55\.0 was loaded before telemetry started/);
  });
}
