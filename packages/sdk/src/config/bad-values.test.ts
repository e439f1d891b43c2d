import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import { isVariableName, type VariableName, variables } from "../env/variables.ts";
import { readConfig } from "./read-config.ts";

// What makes a variable be read at all.
const contexts: Readonly<Partial<Record<string, Readonly<Record<string, string>>>>> = {
  AGENT_OTEL_SPOOL_MAX_BYTES: { AGENT_OTEL_SPOOL_DIRECTORY: "/spool" },
  OTEL_TRACES_SAMPLER_ARG: { OTEL_TRACES_SAMPLER: "traceidratio" },
  OTEL_EXPORTER_PROMETHEUS_HOST: { OTEL_METRICS_EXPORTER: "prometheus" },
  OTEL_EXPORTER_PROMETHEUS_PORT: { OTEL_METRICS_EXPORTER: "prometheus" },
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: { OTEL_TRACES_EXPORTER: "zipkin" },
  OTEL_EXPORTER_ZIPKIN_TIMEOUT: { OTEL_TRACES_EXPORTER: "zipkin" },
};

/** Bad values for each type of variable: every one of them must be named. */
const badValues: Readonly<Record<string, readonly string[]>> = {
  boolean: ["1", "yes", "truth", "-1", "NaN", "wahr", "ſ", "tr\u0000ue", "true,false"],
  enum: ["nonsense", "1", "-1", "NaN", "ünïcode", "a\u0007b", "none,none2", "x".repeat(10_000)],
  integer: [
    "ten",
    "-1",
    "1.5",
    "1e3",
    "NaN",
    "Infinity",
    "99999999999999999999",
    "10s",
    "١٢",
    "1\u00002",
    "0x10",
  ],
  list: ["nonsense", "-1", "NaN", "ünïcode", "a\u0007b", "x".repeat(10_000)],
  names: ["a b", "ünïcode", "a\u0007b", "x".repeat(10_000), "a:b"],
  number: ["half", "-0.1", "1.1", "25%", "NaN", "Infinity", "1e999", "½", "0\u0000.5", "0,5"],
  pairs: ["novalue", "=x", "a=%zz", "%zz=a"],
  path: ["a\u0007b"],
  text: ["a\u0007b", "\u0000"],
  url: [
    "nonsense",
    "://",
    "localhost:4318",
    "http://",
    "-1",
    "NaN",
    "http://ho st",
    "ftp://h",
    "http://h\u0000",
    "javascript:alert(1)",
    "http:///x",
  ],
};

function problemsOf(name: string, value: string): readonly string[] {
  const { problems } = readConfig({ ...contexts[name], [name]: value });
  return problems.map(formatProblem);
}

for (const [name, { type, unsupported }] of Object.entries(variables)) {
  test(`every bad value of ${name} is named, and only there`, () => {
    for (const value of badValues[type] ?? []) {
      const lines = problemsOf(name, value);
      const own = lines.filter((line) => line.startsWith(`${name}: `));
      assert.ok(
        own.length > 0,
        `${JSON.stringify(value.slice(0, 80))} is not named: ${lines.join()}`,
      );
      for (const line of lines) {
        assert.match(line, /^[\u0020-\u007E…\u00A1-\uFFFF]+$/, "a control character is printed");
        assert.ok(line.length < 700, `${line.length} characters`);
      }
    }
    if (unsupported?.[0] === "any") assert.equal(problemsOf(name, "1").length, 1);
  });
}

test("empty and blank values count as unset, for every variable", () => {
  const expected = readConfig({});
  for (const name of Object.keys(variables)) {
    for (const blank of ["", " ", "\t \n"]) {
      const { config, problems } = readConfig({ [name]: blank });
      assert.deepEqual(config, expected.config, name);
      assert.deepEqual(problems, [], name);
    }
  }
});

/** A good value for each variable, other than the default. */
function goodValue(name: VariableName): string {
  if (name === "OTEL_TRACES_SAMPLER") return "always_off";
  if (name === "AGENT_OTEL_SPOOL_DIRECTORY") return "/spool";
  const { type, values, min = 1, default: fallback } = variables[name];
  const good: Readonly<Record<typeof type, string>> = {
    boolean: fallback === "true" ? "false" : "true",
    enum: values?.findLast((value) => value !== "none") ?? "",
    list: values?.findLast((value) => value !== "none") ?? "",
    integer: String(min + 7),
    number: "0.5",
    pairs: "key=value",
    names: "GET,POST",
    url: "http://127.0.0.1:1/x",
    path: "some",
    text: "some",
  };
  return good[type];
}

test("wrong case and blanks around it make no difference to a good value of any choice", () => {
  for (const name of Object.keys(variables)) {
    assert.ok(isVariableName(name));
    const { type, values = [] } = variables[name];
    if (type !== "enum" && type !== "list" && type !== "boolean") continue;
    for (const value of type === "boolean" ? ["true", "false"] : values) {
      const plain = readConfig({ ...contexts[name], [name]: value });
      const odd = readConfig({ ...contexts[name], [name]: `  ${value.toUpperCase()} \t` });
      assert.deepEqual(odd.config, plain.config, `${name}=${value}`);
      assert.equal(odd.problems.length, plain.problems.length, `${name}=${value}`);
    }
  }
});

test("every variable has an effect on the configuration, or is told to have none", () => {
  const without: string[] = [];
  for (const name of Object.keys(variables)) {
    assert.ok(isVariableName(name));
    const env = { ...contexts[name], [name]: goodValue(name) };
    const { config, problems } = readConfig(env);
    const before = readConfig(contexts[name] ?? {}).config;
    const changed = JSON.stringify(config, unlimited) !== JSON.stringify(before, unlimited);
    if (!changed && !problems.some(({ variable }) => variable === name)) without.push(name);
  }
  // Already so (no TLS, no exemplars), or read by OpenTelemetry's own components.
  assert.deepEqual(without.toSorted(), [
    "OTEL_EXPORTER_OTLP_INSECURE",
    "OTEL_EXPORTER_OTLP_LOGS_INSECURE",
    "OTEL_EXPORTER_OTLP_METRICS_INSECURE",
    "OTEL_EXPORTER_OTLP_TRACES_INSECURE",
    "OTEL_METRICS_EXEMPLAR_FILTER",
  ]);
});

function unlimited(_key: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? "unlimited" : value;
}
