import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { describeConfiguration, type VariableReport } from "./describe-configuration.ts";
import { variables } from "./env/variables.ts";

const directory = mkdtempSync(join(tmpdir(), "agent-otel-describe-"));
after(() => rmSync(directory, { recursive: true }));
writeFileSync(join(directory, "package.json"), '{ "name": "shop", "version": "1.2.3" }');
writeFileSync(
  join(directory, ".env"),
  "OTEL_BSP_SCHEDULE_DELAY=100\nOTEL_SERVICE_NAME=from-file\nOTEL_EXPORTER_OTLP_HEADERS=authorization=hunter2\n",
);

function describe(env: Record<string, string>): Map<string, VariableReport> {
  const report = describeConfiguration({ env, directory });
  return new Map(report.variables.map((variable) => [variable.name, variable]));
}

test("describeConfiguration() tells each variable of the table with its value and origin", () => {
  const found = describe({ OTEL_SERVICE_NAME: "from-env" });
  assert.deepEqual([...found.keys()].toSorted(), Object.keys(variables).toSorted());
  const origin = (name: string): unknown => found.get(name)?.origin;
  assert.equal(origin("OTEL_SERVICE_NAME"), "environment");
  assert.equal(origin("OTEL_BSP_SCHEDULE_DELAY"), ".env");
  assert.equal(found.get("OTEL_BSP_SCHEDULE_DELAY")?.value, "100");
  assert.equal(origin("OTEL_TRACES_SAMPLER"), "default");
  assert.equal(origin("OTEL_EXPORTER_OTLP_CERTIFICATE"), undefined);
});

test("describeConfiguration() masks credentials and says where a signal's value is from", () => {
  const found = describe({});
  assert.deepEqual(
    {
      value: found.get("OTEL_EXPORTER_OTLP_LOGS_HEADERS")?.value,
      origin: found.get("OTEL_EXPORTER_OTLP_LOGS_HEADERS")?.origin,
      source: found.get("OTEL_EXPORTER_OTLP_LOGS_HEADERS")?.source,
    },
    { value: "authorization=***", origin: ".env", source: "OTEL_EXPORTER_OTLP_HEADERS" },
  );
});

test("describeConfiguration() takes a declarative configuration in place of the variables", () => {
  writeFileSync(
    join(directory, "otel.yaml"),
    'file_format: "1.0"\nresource:\n  attributes:\n    - name: service.name\n      value: filed\n',
  );
  const found = describe({ OTEL_CONFIG_FILE: join(directory, "otel.yaml") });
  assert.deepEqual(
    [found.get("OTEL_SERVICE_NAME")?.value, found.get("OTEL_SERVICE_NAME")?.origin],
    ["filed", "file"],
  );
  assert.equal(found.get("OTEL_TRACES_EXPORTER")?.value, "none");
  assert.equal(found.get("OTEL_EXPORTER_OTLP_TIMEOUT")?.value, undefined);
});

test("describeConfiguration() sums up who sends what where, and does not change the environment", () => {
  const env = { OTEL_SERVICE_NAME: "a", OTEL_LOGS_EXPORTER: "none" };
  const { summary, problems } = describeConfiguration({ env, directory });
  assert.equal(
    summary,
    "a 1.2.3: traces to http://localhost:4318/v1/traces (http/protobuf); metrics to http://localhost:4318/v1/metrics (http/protobuf); logs off; sampler parentbased_always_on; propagators tracecontext,baggage; engine native.",
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.keys(env), ["OTEL_SERVICE_NAME", "OTEL_LOGS_EXPORTER"]);
});
