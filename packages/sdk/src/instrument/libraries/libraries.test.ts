import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { postgresPrograms, startPostgres } from "./postgres.test.helper.ts";

interface SpanFacts {
  readonly name: string;
  readonly scope: string;
  readonly trace: string;
  readonly id: string;
  readonly parent?: string;
}

interface Result {
  readonly problems: readonly string[];
  readonly tree: readonly SpanFacts[];
  readonly records: readonly {
    readonly body: string;
    readonly severity: string;
    readonly trace?: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  /** What the logger itself wrote. */
  readonly lines: readonly { readonly trace_id?: string }[];
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Runs one scenario in a process of its own, with the instrumentation started before it. */
async function run(
  fixture: string,
  scenario: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Result> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--import", path("preload.test.fixture.mjs"), path(fixture)],
    { timeout: 30_000, env: { ...process.env, ...env, FIXTURE_SCENARIO: scenario } },
  );
  const lines = stdout.split("\n");
  const result = lines.find((line) => line.startsWith("RESULT "));
  assert.ok(result, stdout + stderr);
  return {
    ...JSON.parse(result.slice("RESULT ".length)),
    lines: lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line)),
  };
}

/** `parent > child`, without spans of others. */
function edges({ tree }: Result, scope: string): readonly string[] {
  const names = new Map(tree.map(({ id, name }) => [id, name]));
  return tree
    .filter((span) => span.scope === `instrumentation-${scope}`)
    .map((span) => `${names.get(span.parent ?? "") ?? "-"} > ${span.name}`)
    .toSorted();
}

const fixtures = ["library-import.test.fixture.mjs", "library-require.test.fixture.cjs"] as const;

/** What each library's own spans are, under which. */
const spans: Readonly<Record<string, readonly string[]>> = {
  express: ["GET /users/:id > middleware - first", "GET /users/:id > request handler"],
  koa: ["GET > middleware - first", "middleware - first > middleware - anonymous"],
  hapi: ["GET /users/{id} > route - /users/{id}"],
  graphql: [
    "- > graphql.parseSchema",
    "query > graphql.resolve hello",
    "work > graphql.parse",
    "work > graphql.validate",
    "work > query",
  ],
  ioredis: ["work > get", "work > set"],
  redis: ["- > redis-connect", "work > redis-GET", "work > redis-SET"],
  grpc: ["- > grpc.demo.Demo/Echo", "work > grpc.demo.Demo/Echo"],
};

for (const [scenario, expected] of Object.entries(spans)) {
  for (const fixture of fixtures) {
    test(`${scenario} is instrumented (${fixture})`, async () => {
      const result = await run(fixture, scenario);
      assert.deepEqual(edges(result, scenario), expected);
      assert.deepEqual(result.problems, []);
    });
  }
}

for (const fixture of fixtures) {
  test(`winston sends each line once, with ids and error (${fixture})`, async () => {
    const { records, lines, problems, tree } = await run(fixture, "winston");
    const [work] = tree;
    assert.ok(work);
    assert.deepEqual(
      records.map(({ body, severity, trace }) => [body, severity, trace]),
      [
        ["told", "info", work.trace],
        ["failed", "error", work.trace],
        ["outside", "debug", undefined],
      ],
    );
    assert.deepEqual(records[0]?.attributes, { user: 7 });
    assert.equal(records[1]?.attributes["exception.type"], "TypeError");
    assert.equal(records[1]?.attributes["exception.message"], "broken");
    assert.deepEqual(
      lines.map((line) => line.trace_id),
      [work.trace, work.trace, undefined],
    );
    assert.deepEqual(problems, []);
  });

  test(`bunyan sends each line once, with ids (${fixture})`, async () => {
    const { records, lines, problems, tree } = await run(fixture, "bunyan");
    const [work] = tree;
    assert.ok(work);
    assert.deepEqual(
      records.map(({ body, severity, trace }) => [body, severity, trace]),
      [["told", "warn", work.trace]],
    );
    assert.deepEqual(
      lines.map((line) => line.trace_id),
      [work.trace],
    );
    assert.deepEqual(problems, []);
  });
}

for (const fixture of fixtures) {
  test(`what patches Node.js itself runs when it is asked for (${fixture})`, async () => {
    const { tree: before } = await run(fixture, "node");
    assert.deepEqual(
      before.map(({ name }) => name),
      ["work"],
    );
    const result = await run(fixture, "node", { FIXTURE_ADDED: "dns,fs,host-metrics,net" });
    assert.deepEqual(edges(result, "dns"), ["work > dns.lookup"]);
    assert.deepEqual(edges(result, "fs"), ["work > fs readFile"]);
    assert.deepEqual(result.problems, []);
  });
}

const programs = await postgresPrograms();
const skip = programs === undefined && "skipped: PostgreSQL is not installed here";

test("pg is instrumented, with import and require", { skip }, async (t: TestContext) => {
  const postgres = await startPostgres(programs ?? assert.fail());
  t.after(() => postgres.stop());
  for (const fixture of fixtures) {
    // oxlint-disable-next-line no-await-in-loop -- spares the machine
    const result = await run(fixture, "pg", { POSTGRES_SOCKET: postgres.socket });
    assert.deepEqual(edges(result, "pg"), [
      "pg-pool.connect > pg.connect",
      "work > pg-pool.connect",
      "work > pg.query:SELECT postgres",
    ]);
    assert.deepEqual(result.problems, []);
  }
});
