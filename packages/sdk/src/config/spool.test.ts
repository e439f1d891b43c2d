import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import type { Environment } from "../env/reader.ts";
import type { ConfigOptions } from "./options.ts";
import { readConfig } from "./read-config.ts";
import type { SpoolConfig } from "./config.ts";

const MAX_BYTES = 128 * 1024 * 1024;

function read(env: Environment, options?: ConfigOptions): { spool?: SpoolConfig; lines: string[] } {
  const { config, problems } = readConfig(env, options);
  return {
    ...(config.spool === undefined ? {} : { spool: config.spool }),
    lines: problems.map(formatProblem),
  };
}

test("nothing is written to disk unless somebody has named a directory", () => {
  assert.deepEqual(read({}), { lines: [] });
});

test("the directory is the one that was set, with 128 MiB", () => {
  assert.deepEqual(read({ AGENT_OTEL_SPOOL_DIRECTORY: "/var/spool/shop" }), {
    spool: { directory: "/var/spool/shop", maxBytes: MAX_BYTES },
    lines: [],
  });
});

test("an option wins, and a limit of 0 turns the spool off", () => {
  const env = { AGENT_OTEL_SPOOL_DIRECTORY: "/var/spool/shop", AGENT_OTEL_SPOOL_MAX_BYTES: "0" };
  assert.deepEqual(read(env), { lines: [] });
  assert.deepEqual(read(env, { spool: { directory: "/data", maxBytes: 1000 } }), {
    spool: { directory: "/data", maxBytes: 1000 },
    lines: [],
  });
});

test("the service's own directory of systemd counts, the cache before the state", () => {
  const STATE_DIRECTORY = "/var/lib/shop:/var/lib/other";
  const CACHE_DIRECTORY = "/var/cache/shop";
  assert.equal(read({ STATE_DIRECTORY }).spool?.directory, "/var/lib/shop");
  assert.equal(read({ STATE_DIRECTORY, CACHE_DIRECTORY }).spool?.directory, CACHE_DIRECTORY);
  assert.equal(read({ STATE_DIRECTORY: "relative" }).spool, undefined);
  assert.equal(read({ STATE_DIRECTORY, AGENT_OTEL_SPOOL_MAX_BYTES: "0" }).spool, undefined);
  assert.equal(read({ STATE_DIRECTORY, OTEL_CONFIG_FILE: "otel.yaml" }).spool, undefined);
});

test("a relative directory is refused: it would depend on where the program is started", () => {
  assert.deepEqual(
    read({ AGENT_OTEL_SPOOL_DIRECTORY: "spool", STATE_DIRECTORY: "/var/lib/shop" }),
    {
      lines: [
        'AGENT_OTEL_SPOOL_DIRECTORY: expected an absolute path, got "spool"; batches wait in memory.',
      ],
    },
  );
});

test("the upstream engine has no spool, and says so when one was asked for", () => {
  const AGENT_OTEL_ENGINE = "upstream";
  assert.deepEqual(read({ AGENT_OTEL_ENGINE, STATE_DIRECTORY: "/var/lib/shop" }), { lines: [] });
  assert.deepEqual(read({ AGENT_OTEL_ENGINE, AGENT_OTEL_SPOOL_DIRECTORY: "/spool" }), {
    lines: [
      "AGENT_OTEL_SPOOL_DIRECTORY: expected no directory beside AGENT_OTEL_ENGINE=upstream, which has no spool; batches wait in memory.",
    ],
  });
});

test("with a spool batches are sealed within 120 ms, unless a delay was set", () => {
  const AGENT_OTEL_SPOOL_DIRECTORY = "/var/spool/shop";
  const { traces, logs } = readConfig({ AGENT_OTEL_SPOOL_DIRECTORY }).config;
  assert.deepEqual([traces.batch.scheduleDelayMs, logs.batch.scheduleDelayMs], [120, 120]);
  const set = readConfig({ AGENT_OTEL_SPOOL_DIRECTORY, OTEL_BSP_SCHEDULE_DELAY: "700" }).config;
  assert.equal(set.traces.batch.scheduleDelayMs, 700);
  const { settings } = readConfig({ AGENT_OTEL_SPOOL_DIRECTORY });
  assert.equal(settings.get("OTEL_BSP_SCHEDULE_DELAY")?.value, "120");
  assert.equal(settings.get("AGENT_OTEL_SPOOL_DIRECTORY")?.value, AGENT_OTEL_SPOOL_DIRECTORY);
});
