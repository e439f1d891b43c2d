import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { readSettings } from "./settings.ts";

test("without variables and without a file the backend is on 127.0.0.1:3010", async () => {
  assert.deepEqual(await readSettings({}, "/nonexistent/.env"), {
    host: "127.0.0.1",
    port: 3010,
    endpoint: undefined,
  });
});

test("the environment comes before the file, and an empty variable counts as unset", async (t) => {
  const file = await envFile(t, "PORT=4000\nOTEL_EXPORTER_OTLP_ENDPOINT=http://file:4318\n");
  const env = { PORT: "5000", HOST: "0.0.0.0", OTEL_EXPORTER_OTLP_ENDPOINT: " " };
  assert.deepEqual(await readSettings(env, file), {
    host: "127.0.0.1",
    port: 5000,
    endpoint: "http://file:4318",
  });
  assert.equal((await readSettings({}, file)).port, 4000);
});

test("an address of version 6 is written as URLs want it; a port that is none is left to the backend", async () => {
  const { host, port } = await readSettings({ HOST: "::1", PORT: "70000" }, "/nonexistent/.env");
  assert.equal(host, "[::1]");
  assert.equal(port, undefined);
});

async function envFile(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "start-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, ".env");
  await writeFile(file, text);
  return file;
}
