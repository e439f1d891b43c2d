import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test, type TestContext } from "node:test";
import { runWithReceiver, type Run } from "./run-with-receiver.ts";

const folder = mkdtempSync(join(tmpdir(), "agent-otel-config-file-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Everything of this file differs from what the environment or the defaults say. */
const whole = `
file_format: "1.0"
resource:
  attributes:
    - { name: service.name, value: "\${SHOP_NAME:-from-default}" }
    - { name: team, value: "\${TEAM:-from-default}" }
propagator:
  composite: [{ b3: }]
tracer_provider:
  limits: { attribute_count_limit: 7 }
  sampler: { always_on: }
  processors:
    - batch:
        exporter:
          otlp_http: { endpoint: "{url}/v1/traces", encoding: json, compression: gzip }
meter_provider:
  readers:
    - periodic:
        exporter:
          otlp_http: { endpoint: "{url}/v1/metrics", temporality_preference: delta }
`;

describe("OTEL_CONFIG_FILE", { concurrency: 3 }, () => {
  test("is what runs: exporters, limits, propagators, resource, with variables substituted", async (t) => {
    const env = { SHOP_NAME: "shop", APP_ITEMS: "20" };
    const { errors, code, receiver, seen } = await runWithFile(t, whole, env);
    assert.deepEqual([code, errors, receiver.refused], [0, [], []]);
    const span = receiver.spans.find(({ name }) => name === "request");
    assert.equal(span?.resource["service.name"], "shop");
    assert.equal(span.resource["team"], "from-default");
    assert.equal(Object.keys(span.attributes).length, 7);
    assert.deepEqual(Object.keys(seen?.requests[0]?.headers ?? {}), ["b3"]);
    const [request] = receiver.requestsOf("traces");
    assert.deepEqual([request?.encoding, request?.compression], ["json", "gzip"]);
    const counter = receiver.metrics.find(({ name }) => name === "application.requests");
    assert.equal(counter?.temporality, "delta");
    assert.deepEqual(receiver.logs, []);
  });

  test("takes the place of the other variables, and each is named", async (t) => {
    const env = { OTEL_SERVICE_NAME: "not-this", OTEL_TRACES_SAMPLER: "always_off" };
    const { errors, receiver } = await runWithFile(t, whole, env);
    const { resource } = receiver.spans[0] ?? assert.fail("no span arrived");
    assert.equal(resource["service.name"], "from-default");
    for (const name of ["OTEL_SERVICE_NAME", "OTEL_TRACES_SAMPLER"]) {
      assert.ok(
        errors.some((line) => line.startsWith(`agent-otel: ${name}: `)),
        errors.join("\n"),
      );
    }
  });
});

describe("a bad OTEL_CONFIG_FILE", { concurrency: 3 }, () => {
  for (const [what, text] of [
    ["an unknown format", 'file_format: "9.0"\n'],
    ["no YAML", "file_format: [\n"],
    ["a wrong type", 'file_format: "1.0"\ntracer_provider: { processors: none }\n'],
    ["nothing in it", ""],
  ] as const) {
    test(`with ${what} is a clear error, and telemetry is off`, async (t) => {
      await expectOff(await runWithFile(t, text));
    });
  }

  test("that is missing is a clear error, and telemetry is off", async (t) => {
    const env = { OTEL_CONFIG_FILE: join(folder, "absent.yaml") };
    await expectOff(await runWithReceiver(t, env));
  });

  test("that is a folder is a clear error, and telemetry is off", async (t) => {
    await expectOff(await runWithReceiver(t, { OTEL_CONFIG_FILE: folder }));
  });

  test("that is missing keeps the application from running in strict mode", async (t) => {
    const env = { OTEL_CONFIG_FILE: join(folder, "absent.yaml"), AGENT_OTEL_STRICT: "true" };
    const { code, output } = await runWithReceiver(t, env);
    assert.deepEqual([code, output], [78, []]);
  });
});

let files = 0;

async function runWithFile(
  t: TestContext,
  text: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const path = join(folder, `${files++}.yaml`);
  // The receiver's URL is only known when it runs: the file names it by a variable.
  writeFileSync(path, text.replaceAll("{url}", "${RECEIVER}"));
  return runWithReceiver(t, {
    // The file takes its place; set to nothing, it is not there.
    OTEL_EXPORTER_OTLP_ENDPOINT: "",
    OTEL_CONFIG_FILE: path,
    RECEIVER: "{url}",
    ...env,
  });
}

async function expectOff({ code, output, errors, receiver, seen }: Run): Promise<void> {
  assert.deepEqual([code, output[0]], [0, "application started"]);
  assert.equal(seen?.requests[0]?.recording, false);
  assert.deepEqual(receiver.requests, []);
  assert.ok(
    errors.some((line) => line.includes("OTEL_CONFIG_FILE")),
    errors.join("\n"),
  );
  assert.ok(
    errors.every((line) => !/^\s+at /.test(line)),
    "a stack trace is no clear error",
  );
}
