import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { instrumentationNames } from "../../env/values.ts";

interface Result {
  readonly requireHooked: boolean;
  readonly evaluationHooked: boolean;
  /** The packages that our own patches were applied to, once for each application of a patch. */
  readonly patched: readonly string[];
  /** Everything that was said through `diag` or as a process warning. */
  readonly problems: readonly string[];
  readonly instrumentationLoaded: boolean;
  readonly spans: readonly string[];
  readonly records: readonly {
    readonly body: string;
    readonly severity: string;
    readonly trace?: string;
  }[];
  /** What pino itself wrote. */
  readonly lines: readonly { readonly msg: string; readonly trace_id?: string }[];
  readonly stderr: string;
}

function names({ without = [] }: { readonly without?: readonly string[] } = {}): string {
  return instrumentationNames.filter((name) => !without.includes(name)).join(",");
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Runs one fixture application in a process of its own, with the instrumentation started before it. */
async function run(
  fixture: string,
  {
    flags = [],
    env = {},
  }: { readonly flags?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Result> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [...flags, "--import", path("preload.test.fixture.mjs"), path(fixture)],
    { timeout: 30_000, env: { ...process.env, ...env } },
  );
  const lines = stdout.split("\n");
  const result = lines.find((line) => line.startsWith("RESULT "));
  assert.ok(result, stdout + stderr);
  return {
    ...JSON.parse(result.slice("RESULT ".length)),
    lines: lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line)),
    stderr,
  };
}

for (const [fixture, bodies] of [
  ["pino-import.test.fixture.mjs", ["by default export", "by named export"]],
  ["pino-require.test.fixture.cjs", ["by require", "by second require"]],
] as const) {
  test(`${fixture}: each pino line is one log record with the ids of the active span`, async () => {
    const { records, lines, problems, stderr } = await run(fixture);
    assert.deepEqual(
      records.map((record) => record.body),
      bodies,
    );
    assert.deepEqual(
      lines.map((line) => line.msg),
      bodies,
    );
    assert.match(String(records[0]?.trace), /^[\da-f]{32}$/);
    for (const line of lines) assert.equal(line.trace_id, records[0]?.trace);
    assert.deepEqual(problems, []);
    assert.equal(stderr, "");
  });
}

for (const fixture of ["fastify-import.test.fixture.mjs", "fastify-require.test.fixture.cjs"]) {
  test(`${fixture}: the lines of Fastify's own pino are log records of the request's trace`, async () => {
    const { records, lines, spans, problems, stderr } = await run(fixture);
    assert.deepEqual(
      records.map((record) => record.body),
      lines.map((line) => line.msg),
    );
    const ofRequest = records.filter((record) => record.trace !== undefined);
    assert.deepEqual(
      ofRequest.map((record) => record.body),
      ["incoming request", "from the route", "request completed"],
    );
    assert.equal(new Set(ofRequest.map((record) => record.trace)).size, 1);
    assert.deepEqual([...spans].toSorted(), ["GET", "GET /hello"]);
    assert.deepEqual(problems, []);
    assert.equal(stderr, "");
  });
}

test("pino that is imported, required and given to Fastify sends each line once", async () => {
  const { records, lines, problems } = await run("both.test.fixture.mjs");
  const bodies = records.map((record) => record.body);
  assert.deepEqual(
    bodies,
    lines.map((line) => line.msg),
  );
  for (const body of ["imported", "required", "from the route"]) {
    assert.equal(bodies.filter((candidate) => candidate === body).length, 1, body);
  }
  assert.deepEqual(problems, []);
});

/** The client and the runner of tools. */
const openai = ["openai known", "openai known"];

for (const fixture of ["libraries-import.test.fixture.mjs", "libraries-require.test.fixture.cjs"]) {
  test(`${fixture}: our own patches are applied once to each file`, async () => {
    const { patched, problems, stderr, instrumentationLoaded } = await run(fixture);
    assert.deepEqual([...patched].toSorted(), ["@modelcontextprotocol/sdk known", ...openai]);
    assert.equal(instrumentationLoaded, false);
    assert.deepEqual(problems, []);
    assert.equal(stderr, "");
  });
}

for (const [env, expected] of [
  [{ FIXTURE_DISABLED: "openai" }, ["@modelcontextprotocol/sdk known"]],
  [{ FIXTURE_DISABLED: "mcp" }, openai],
  [{ FIXTURE_ENABLED: "openai,mcp", FIXTURE_DISABLED: "mcp" }, openai],
  [{ FIXTURE_ENABLED: "pino,http" }, []],
] as const) {
  test(`only what runs is patched: ${JSON.stringify(env)}`, async () => {
    for (const fixture of [
      "libraries-import.test.fixture.mjs",
      "libraries-require.test.fixture.cjs",
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- spares the machine
      const { patched, problems, evaluationHooked } = await run(fixture, { env });
      assert.deepEqual(patched, expected);
      assert.equal(evaluationHooked, expected.length > 0);
      assert.deepEqual(problems, []);
    }
  });
}

for (const fixture of ["pino-import.test.fixture.mjs", "pino-require.test.fixture.cjs"]) {
  test(`${fixture}: without official instrumentations its lines stay as they are and nothing is loaded for them`, async () => {
    const env = { FIXTURE_DISABLED: names({ without: ["http", "openai"] }) };
    const { records, lines, problems, ...rest } = await run(fixture, { env });
    assert.deepEqual(records, []);
    assert.equal(lines.length, 2);
    for (const line of lines) assert.equal(line.trace_id, undefined);
    assert.equal(rest.instrumentationLoaded, false);
    assert.equal(rest.requireHooked, false);
    assert.equal(rest.evaluationHooked, true);
    assert.deepEqual(problems, []);
  });
}

test("with every instrumentation off neither module loader is hooked", async () => {
  const env = { FIXTURE_DISABLED: names() };
  const { requireHooked, evaluationHooked, spans, records } = await run("both.test.fixture.mjs", {
    env,
  });
  assert.deepEqual(
    { requireHooked, evaluationHooked, spans, records },
    { requireHooked: false, evaluationHooked: false, spans: [], records: [] },
  );
});

test("an instrumentation is not loaded for a package that is tried and absent", async () => {
  const { instrumentationLoaded, problems } = await run("none.test.fixture.mjs");
  assert.equal(instrumentationLoaded, false);
  assert.deepEqual(problems, []);
});

test("a program given on the command line runs, with --require as with --import", async () => {
  for (const flag of ["--require", "--import"]) {
    for (const evaluate of ["-e", "-p", "--eval", "--print"]) {
      // oxlint-disable-next-line no-await-in-loop -- eight processes at once are too many for a small machine
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [
          flag,
          path("hooks-only.test.fixture.cjs"),
          evaluate,
          "console.log(typeof require('pino'))",
        ],
        { timeout: 30_000, cwd: path(".") },
      );
      assert.match(stdout, /^function\n/);
      assert.equal(stderr, "");
    }
  }
});

test("no deprecation reaches the terminal, even with every deprecation shown", async () => {
  const { stderr } = await run("pino-import.test.fixture.mjs", {
    flags: ["--pending-deprecation"],
  });
  assert.doesNotMatch(stderr, /DEP\d{4}/);
});
