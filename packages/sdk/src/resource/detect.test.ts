import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { hostname, release } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type DetectedResource, detectClouds, detectResource } from "./detect.ts";
import { runProgram } from "./detect.test.helper.ts";

const fixture = fileURLToPath(new URL("cloud.test.fixture.cjs", import.meta.url));
const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);
const noWarning = { warn: (line: string) => assert.fail(line) };

function keysOf(resource: DetectedResource): readonly string[] {
  return Object.keys(resource.attributes());
}

const identity = [
  "service.name",
  "service.version",
  "telemetry.distro.name",
  "telemetry.distro.version",
];

test("without detectors the resource is what the service and this SDK are", () => {
  const resource = detectResource([], noWarning);
  assert.deepEqual(resource.attributes(), {
    "service.name": "@agent-otel/sdk",
    "service.version": version,
    "telemetry.distro.name": "agent-otel",
    "telemetry.distro.version": version,
  });
});

test("each detector adds its own attributes, none of them a path, a command line or an id of the machine", () => {
  for (const [name, keys] of [
    ["env", []],
    ["host", ["host.name", "host.arch"]],
    ["os", ["os.type", "os.version"]],
    [
      "process",
      [
        "process.pid",
        "process.executable.name",
        "process.runtime.name",
        "process.runtime.version",
        "process.runtime.description",
      ],
    ],
    ["serviceinstance", ["service.instance.id"]],
  ] as const) {
    assert.deepEqual(keysOf(detectResource([name], noWarning)), [...identity, ...keys], name);
  }
  const all = detectResource(["host", "os", "process", "container"], noWarning).attributes();
  assert.equal(all["host.name"], hostname());
  assert.equal(all["os.version"], release());
  assert.equal(all["process.pid"], process.pid);
  assert.equal(all["process.runtime.version"], process.versions.node);
  assert.match(String(all["process.executable.name"]), /^node(\.exe)?$/);
});

test("service.instance.id is a random UUID", () => {
  const [one, other] = [1, 2].map(
    () => detectResource(["serviceinstance"], noWarning).attributes()["service.instance.id"],
  );
  assert.match(
    String(one),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.notEqual(one, other);
});

test("a cloud's answer adds to what is known and changes nothing of it", async () => {
  const local = { "host.name": "local", "service.name": "app" };
  const clouds = [{ name: "cloud", package: fixture, exports: ["machine", "task"] }];
  const resource = detectClouds(clouds, { local, report: noWarning, limitMs: 30_000 });
  assert.equal(resource.attributes(), local);
  await resource.settled;
  assert.deepEqual(resource.attributes(), {
    ...local,
    "cloud.platform": "task",
    "host.id": "i-1",
    "task.number": 7,
  });
  assert.equal(resource.attributes(), resource.attributes());
});

test("of several clouds the later one is believed, and each that fails is one warning by name", async () => {
  const lines: string[] = [];
  const clouds = [
    { name: "one", package: fixture, exports: ["throws", "rejects"] },
    { name: "two", package: fixture, exports: ["task"] },
    { name: "three", package: fixture, exports: ["machine"] },
    { name: "four", package: fixture, exports: ["loops"] },
  ];
  const report = { warn: (line: string) => void lines.push(line) };
  const resource = detectClouds(clouds, { local: {}, report, limitMs: 3000 });
  await resource.settled;
  assert.deepEqual(resource.attributes(), {
    "cloud.platform": "machine",
    "cloud.zone": "z",
    "host.id": "i-1",
    "host.name": "cloud-name",
    "task.number": 7,
  });
  assert.deepEqual(lines, [
    "resource detector one: Error: no metadata; attributes that it has not given are left out.",
    "resource detector four: no full answer within 3 s; attributes that it has not given are left out.",
  ]);
});

test("a program that nothing names is unknown_service:node", async () => {
  const { stdout } = await runProgram(`await settled(detectResource([], report));`);
  const { "telemetry.distro.version": _, ...rest } = JSON.parse(stdout);
  assert.deepEqual(rest, {
    "service.name": "unknown_service:node",
    "telemetry.distro.name": "agent-otel",
  });
});

test("a working directory that is gone stops nothing", async () => {
  const { stdout, stderr, code } = await runProgram(`
    import { mkdtempSync, rmdirSync } from "node:fs";
    process.chdir(mkdtempSync("gone-"));
    rmdirSync(process.cwd());
    await settled(detectResource(["host"], report));`);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout)["service.name"], "unknown_service:node");
});

test("a detector that hangs delays neither the start nor any end of the process", async () => {
  const start = `
    const clouds = [slow("slow"), slow("loops")];
    const before = performance.now();
    detectClouds(clouds, { local: {}, report, limitMs: 600_000 });
    console.log(performance.now() - before < 1000);`;
  // Without `unref`, or with one wait for a worker, these would run into the helper's limit of 30 s.
  assert.deepEqual(await runProgram(start), { stdout: "true\n", stderr: "", code: 0 });
  const { code } = await runProgram(`${start} setTimeout(() => process.exit(3), 100);`);
  assert.equal(code, 3);
});
