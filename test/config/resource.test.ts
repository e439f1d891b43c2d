import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Attributes } from "../support/otlp-model.ts";
import { runWithReceiver, type Run } from "./run-with-receiver.ts";

/** Never sent: they carry paths, arguments and the identity of the machine. */
const withheld = new Set([
  "process.command",
  "process.command_args",
  "process.command_line",
  "process.executable.path",
  "process.owner",
  "host.id",
]);

describe("the resource", { concurrency: 3 }, () => {
  test("names the service after the nearest package.json, and says nothing of paths or arguments", async (t) => {
    const { errors, ...run } = await runWithReceiver(t);
    assert.deepEqual(errors, []);
    const resource = resourceOf(run);
    assert.equal(resource["service.name"], "agent-otel");
    assert.equal(resource["service.version"], "0.1.0");
    assert.equal(resource["telemetry.distro.name"], "agent-otel");
    assert.equal(resource["telemetry.sdk.language"], "nodejs");
    for (const name of [
      "service.instance.id",
      "host.name",
      "host.arch",
      "os.type",
      "process.pid",
    ]) {
      assert.ok(name in resource, `${name} is missing`);
    }
    assert.deepEqual(
      Object.keys(resource).filter((name) => withheld.has(name)),
      [],
    );
    assert.ok(!JSON.stringify(resource).includes(process.execPath));
  });

  test("OTEL_SERVICE_NAME wins over OTEL_RESOURCE_ATTRIBUTES, which are percent-decoded", async (t) => {
    const { errors, ...run } = await runWithReceiver(t, {
      OTEL_SERVICE_NAME: " shop ",
      OTEL_RESOURCE_ATTRIBUTES:
        "service.name=other,team=blue%20sky,deployment.environment.name=staging,service.version=7",
    });
    assert.deepEqual(errors, []);
    const resource = resourceOf(run);
    assert.equal(resource["service.name"], "shop");
    assert.equal(resource["service.version"], "7");
    assert.equal(resource["team"], "blue sky");
    assert.equal(resource["deployment.environment.name"], "staging");
  });

  test("one bad pair of OTEL_RESOURCE_ATTRIBUTES drops that pair alone", async (t) => {
    const { errors, ...run } = await runWithReceiver(t, {
      OTEL_RESOURCE_ATTRIBUTES: "team=blue,oops,service.name=shop",
    });
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0] ?? "", /^agent-otel: OTEL_RESOURCE_ATTRIBUTES: /);
    const resource = resourceOf(run);
    assert.equal(resource["team"], "blue");
    assert.equal(resource["service.name"], "shop");
  });
});

describe("resource detectors", { concurrency: 3 }, () => {
  for (const [detectors, present, absent] of [
    ["none", [], ["host.name", "os.type", "process.pid", "service.instance.id"]],
    ["host", ["host.name"], ["os.type", "process.pid", "service.instance.id"]],
    [" OS , process", ["os.type", "process.pid"], ["host.name", "service.instance.id"]],
    ["serviceinstance", ["service.instance.id"], ["host.name", "process.pid"]],
  ] as const) {
    test(`OTEL_NODE_RESOURCE_DETECTORS=${detectors} finds out that alone`, async (t) => {
      const env = { OTEL_NODE_RESOURCE_DETECTORS: detectors, OTEL_SERVICE_NAME: "shop" };
      const { errors, ...run } = await runWithReceiver(t, env);
      assert.deepEqual(errors, []);
      const resource = resourceOf(run);
      assert.equal(resource["service.name"], "shop");
      for (const name of present) assert.ok(name in resource, `${name} is missing`);
      for (const name of absent) assert.ok(!(name in resource), `${name} is there`);
    });
  }

  test("an unknown detector is one line and the others run", async (t) => {
    const env = { OTEL_NODE_RESOURCE_DETECTORS: "host,hots" };
    const { errors, ...run } = await runWithReceiver(t, env);
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0] ?? "", /OTEL_NODE_RESOURCE_DETECTORS.*"hots".*did you mean host/);
    assert.ok("host.name" in resourceOf(run));
  });
});

describe("variables of older set-ups for the resource", { concurrency: 3 }, () => {
  test("OTEL_ENVIRONMENT and OTEL_SERVICE_VERSION work, and a line each names the standard one", async (t) => {
    const env = { OTEL_ENVIRONMENT: "development", OTEL_SERVICE_VERSION: "13.1.2" };
    const { errors, ...run } = await runWithReceiver(t, env);
    assert.equal(errors.length, 2, errors.join("\n"));
    for (const line of errors) {
      assert.match(
        line,
        /^agent-otel: OTEL_(ENVIRONMENT|SERVICE_VERSION): .*OTEL_RESOURCE_ATTRIBUTES/,
      );
    }
    const resource = resourceOf(run);
    assert.equal(resource["deployment.environment.name"], "development");
    assert.equal(resource["service.version"], "13.1.2");
  });

  test("the standard variable wins over them", async (t) => {
    const { errors, ...run } = await runWithReceiver(t, {
      OTEL_ENVIRONMENT: "development",
      OTEL_SERVICE_VERSION: "13.1.2",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=production,service.version=14",
    });
    assert.equal(errors.length, 2, errors.join("\n"));
    const resource = resourceOf(run);
    assert.equal(resource["deployment.environment.name"], "production");
    assert.equal(resource["service.version"], "14");
  });
});

/** The one resource of all that arrived, of three signals. */
function resourceOf({ receiver }: Pick<Run, "receiver">): Attributes {
  const [first, ...others] = [...receiver.spans, ...receiver.metrics, ...receiver.logs].map(
    ({ resource }) => resource,
  );
  assert.equal(receiver.requests.length, 3);
  for (const other of others) assert.deepEqual(other, first);
  return first ?? {};
}
