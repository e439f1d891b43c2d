import assert from "node:assert/strict";
import { test } from "node:test";

import {
  officialInstrumentations,
  requestedInstrumentations,
} from "../libraries/catalogue-official.ts";
import { ownPatches } from "../libraries/catalogue.ts";
import { describeCoverage } from "./coverage-report.ts";
import { type CoverageParts, findCoverage, relevantPackages } from "./coverage.ts";
import { otherSdks, withoutInstrumentation } from "./known-packages.ts";
import type { LoadedPackage } from "./loaded-packages.ts";

function loaded(name: string, version: string, early = false): LoadedPackage {
  return { name, version, early, directory: `/app/node_modules/${name}` };
}

interface Given {
  readonly packages: readonly LoadedPackage[];
  /** `name@version` of what was patched. */
  readonly patched?: readonly string[];
  readonly versions?: Readonly<Record<string, readonly string[]>>;
  readonly off?: readonly string[];
}

function parts({ packages, patched = [], versions = {}, off = [] }: Given): CoverageParts {
  return {
    loaded: { note: () => {}, noteEarly: () => {}, list: () => packages },
    hooks: {
      patcher: {
        packages: [],
        apply: (_file, exports) => exports,
        hasPatched: () => false,
        hasPatchedPackage: () => false,
      },
      official: {
        wants: () => false,
        load: () => {},
        hasPatched: (name, version) => patched.includes(`${name}@${version}`),
        versionsOf: (name) => versions[name] ?? [],
      },
    },
    runs: (name) => !off.includes(name),
  };
}

test("every state of a package is told, in the order of their names", () => {
  const coverage = findCoverage(
    parts({
      packages: [
        loaded("pg", "8.0.0"),
        loaded("express", "9.0.0"),
        loaded("koa", "3.0.0", true),
        loaded("pino", "10.0.0"),
        loaded("mariadb", "3.0.0"),
        loaded("fastify", "5.0.0", true),
        loaded("dd-trace", "6.0.0"),
      ],
      patched: ["pg@8.0.0", "koa@3.0.0"],
      versions: { express: [">=4.0.0 <6"] },
      off: ["pino"],
    }),
  );
  assert.deepEqual(
    coverage.map((entry) => [entry.package, entry.status, entry.supported, entry.instrumentation]),
    [
      ["express", "version not supported", [">=4.0.0 <6"], "express"],
      ["fastify", "instrumented", undefined, "fastify"],
      ["koa", "loaded too early", undefined, "koa"],
      ["mariadb", "no instrumentation", undefined, undefined],
      ["pg", "instrumented", undefined, "pg"],
      ["pino", "switched off", undefined, "pino"],
    ],
  );
});

test("Fastify is switched off with the HTTP server that its routes belong to", () => {
  const packages = [loaded("fastify", "5.0.0")];
  assert.equal(findCoverage(parts({ packages, off: ["http"] }))[0]?.status, "switched off");
});

test("a package that is the shell of an instrumented one is left out", () => {
  const given = {
    packages: [loaded("redis", "6.0.0"), loaded("@redis/client", "6.0.0")],
    versions: { redis: [">=2.6.0 <4"], "@redis/client": ["^6.0.0"] },
  };
  assert.deepEqual(
    findCoverage(parts({ ...given, patched: ["@redis/client@6.0.0"] })).map((each) => each.package),
    ["@redis/client"],
  );
  assert.equal(findCoverage(parts(given)).length, 2);
});

test("two versions of a package are two entries", () => {
  const coverage = findCoverage(
    parts({
      packages: [
        loaded("pg", "8.0.0"),
        { ...loaded("pg", "7.0.0"), directory: "/app/node_modules/old/node_modules/pg" },
      ],
      patched: ["pg@8.0.0"],
      versions: { pg: [">=8.0.3 <9"] },
    }),
  );
  assert.deepEqual(
    coverage.map(({ version, status }) => [version, status]),
    [
      ["8.0.0", "instrumented"],
      ["7.0.0", "version not supported"],
    ],
  );
});

test("our own patches: an ES module from before the hooks is told from a version that is not supported", () => {
  for (const [version, status] of [
    ["7.55.0", "loaded too early"],
    ["3.0.0", "version not supported"],
  ] as const) {
    const [entry] = findCoverage(parts({ packages: [loaded("openai", version)] }));
    assert.equal(entry?.status, status);
  }
});

test("where nothing is hooked, what should run was loaded too early", () => {
  const given = parts({ packages: [loaded("pg", "8.0.0")] });
  assert.equal(findCoverage({ ...given, hooks: undefined })[0]?.status, "loaded too early");
});

test("the coverage is one line, and what was loaded too early a warning with the remedy", () => {
  const { info, warnings } = describeCoverage(
    [
      { package: "bunyan", version: "2.0.5", status: "version not supported", supported: ["<2"] },
      { package: "express", version: "5.3.0", status: "loaded too early" },
      { package: "mariadb", status: "no instrumentation" },
      { package: "pg", version: "8.0.0", status: "instrumented" },
    ],
    [],
    "1.10.0",
  );
  assert.equal(
    info,
    "libraries: instrumented: pg 8.0.0; loaded too early: express 5.3.0; version not supported: bunyan 2.0.5 (supported: <2); no instrumentation: mariadb.",
  );
  assert.deepEqual(warnings, [
    "express 5.3.0 was loaded before telemetry started, and may record nothing. Start it first: node --import @agent-otel/sdk/register, or call startTelemetry() in a module of its own that is imported before all others.",
  ]);
});

test("an application without libraries of interest is told nothing", () => {
  assert.deepEqual(describeCoverage([], [], "1.10.0"), { info: undefined, warnings: [] });
});

test("another SDK is named; a copy of the API only when it cannot use what is registered", () => {
  const copy = (version: string): LoadedPackage => loaded("@opentelemetry/api", version);
  const { warnings } = describeCoverage(
    [],
    [loaded("dd-trace", "6.0.0"), copy("1.10.0"), copy("1.9.1"), copy("1.11.0"), copy("2.0.0")],
    "1.10.0",
  );
  assert.deepEqual(
    warnings.map((line) => line.slice(0, 48)),
    [
      "dd-trace 6.0.0 is loaded too, which sets up tele",
      "a second copy of @opentelemetry/api, 1.11.0 in /",
      "a second copy of @opentelemetry/api, 2.0.0 in /a",
    ],
  );
});

test("no package is both instrumented and without instrumentation, and all are relevant", () => {
  const instrumented = [
    ...[...officialInstrumentations, ...requestedInstrumentations].flatMap((each) => each.packages),
    ...[...ownPatches.values()].flat().map((each) => each.package),
  ];
  for (const name of withoutInstrumentation) assert.ok(!instrumented.includes(name), name);
  const relevant = relevantPackages();
  for (const name of [...instrumented, ...withoutInstrumentation, ...otherSdks]) {
    assert.ok(relevant.has(name), name);
  }
});
