import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import { variables } from "../env/variables.ts";
import { readConfig } from "./read-config.ts";

const secret = "hunter2";

test("no problem ever holds what may be a secret, whatever is wrong with it", () => {
  const zipkin = { OTEL_TRACES_EXPORTER: "otlp,zipkin" };
  const broken = [
    secret,
    `${secret}=%zz`,
    `=${secret}`,
    `a=b,${secret}`,
    `x y=${secret}`,
    `k=${secret}\u0000`,
    `Authorization: Basic ${secret}==`,
    `${secret}==`,
    `${secret}=`,
    `{"api-key":"${secret}="}`,
  ];
  const urls = [
    `http//u:${secret}@h`,
    `ftp://u:${secret}@h`,
    `u:${secret}@h`,
    `http://h:x/?key=${secret}`,
    `${secret}@`,
    `http://u:${secret}#x@h`,
    `http://u:${secret}?x@h`,
    `http://h/?key=${secret}`,
    `http://h/#${secret}`,
  ];
  for (const [name, { type, secret: isSecret }] of Object.entries(variables)) {
    const values = isSecret === true ? broken : type === "url" ? urls : [];
    for (const value of values) {
      const { problems, settings } = readConfig({ ...zipkin, [name]: value });
      assert.doesNotMatch(problems.map(formatProblem).join("\n"), /hunter2/, `${name}=${value}`);
      assert.doesNotMatch(JSON.stringify([...settings]), /hunter2/, `${name}=${value}`);
    }
  }
});

test("contradictory values are told, and the harmless one wins", () => {
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [
      { OTEL_TRACES_SAMPLER: "always_on", OTEL_TRACES_SAMPLER_ARG: "0.1" },
      "OTEL_TRACES_SAMPLER_ARG",
    ],
    [{ OTEL_TRACES_EXPORTER: "none,otlp" }, "OTEL_TRACES_EXPORTER"],
    [{ OTEL_PROPAGATORS: "none,b3" }, "OTEL_PROPAGATORS"],
    [
      { OTEL_METRIC_EXPORT_INTERVAL: "100", OTEL_METRIC_EXPORT_TIMEOUT: "200" },
      "OTEL_METRIC_EXPORT_TIMEOUT",
    ],
    [
      { OTEL_BSP_MAX_QUEUE_SIZE: "5", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "6" },
      "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: "https://h", OTEL_EXPORTER_OTLP_INSECURE: "true" },
      "OTEL_EXPORTER_OTLP_INSECURE",
    ],
    [{ OTEL_EXPORTER_OTLP_CERTIFICATE: "ca.pem" }, "OTEL_EXPORTER_OTLP_CERTIFICATE"],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: "https://h", OTEL_EXPORTER_OTLP_CLIENT_KEY: "k" },
      "OTEL_EXPORTER_OTLP_CLIENT_KEY",
    ],
  ];
  for (const [env, variable] of cases) {
    const { problems } = readConfig(env);
    assert.deepEqual([...new Set(problems.map((problem) => problem.variable))], [variable]);
  }
});

test("a bad value beside good ones leaves the good ones as they are", () => {
  const { config } = readConfig({
    OTEL_RESOURCE_ATTRIBUTES: "a=1,broken,b=2",
    OTEL_PROPAGATORS: "b3,bogus",
    OTEL_EXPORTER_OTLP_HEADERS: "a=1,b=%zz,c=3",
  });
  assert.deepEqual(config.resource, { a: "1", b: "2" });
  assert.deepEqual(config.propagators, ["b3"]);
  const [exporter] = config.traces.exporters;
  assert.deepEqual(exporter?.kind === "otlp" && exporter.headers, { a: "1", c: "3" });
});
