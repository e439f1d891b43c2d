import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import { configure, folder, problemsOf } from "./config-file.test.helper.ts";
import { readConfigFile } from "./read-config-file.ts";

const { cache } = createRequire(import.meta.url);

function problemsAt(path: string): readonly string[] {
  const { model, problems } = readConfigFile(path, {});
  assert.equal(model, undefined);
  return problems.map(formatProblem);
}

function isLoaded(name: string): boolean {
  return Object.keys(cache).some((path) => path.includes(`/node_modules/${name}/`));
}

test("neither parser nor schema is loaded before a file is read", () => {
  assert.equal(isLoaded("yaml") || isLoaded("@opentelemetry/configuration"), false);
  configure('file_format: "1.1"');
  assert.equal(isLoaded("yaml") && isLoaded("@opentelemetry/configuration"), true);
});

test("a file that cannot be read turns telemetry off and says why", () => {
  const expected = "OTEL_CONFIG_FILE: expected the path of a readable YAML file of at most 256 kB";
  assert.deepEqual(problemsAt("/no/such.yaml"), [
    `${expected}, got "/no/such.yaml"; telemetry is off (ENOENT).`,
  ]);
  assert.match(
    problemsAt(folder).join(),
    /telemetry is off \((?:it is no regular file|EISDIR)\)\.$/,
  );
  const large = join(folder, "large.yaml");
  writeFileSync(large, "");
  truncateSync(large, 100_000_000);
  assert.match(problemsAt(large).join(), /telemetry is off \(it is larger than 256 kB\)\.$/);
});

test("a pipe that nobody writes to does not hang", { skip: process.platform === "win32" }, () => {
  const pipe = join(folder, "pipe.yaml");
  execFileSync("mkfifo", [pipe]);
  assert.match(problemsAt(pipe).join(), /telemetry is off \(it is no regular file\)\.$/);
});

test("text that is no configuration turns telemetry off and is not repeated", () => {
  const format = 'OTEL_CONFIG_FILE: expected a mapping that begins with file_format: "1.1"';
  assert.deepEqual(problemsOf(""), [`${format}; telemetry is off.`]);
  assert.match(
    problemsOf("only text").join(),
    /^OTEL_CONFIG_FILE: expected a mapping .*telemetry is off\.$/,
  );
  assert.deepEqual(problemsOf('file_format: "1.1"\nfile_format: "1.0"\n'), [
    'OTEL_CONFIG_FILE (line 2): expected YAML without the fault "duplicate key"; telemetry is off.',
  ]);
  const broken = problemsOf('file_format: "1.1"\nresource:\n\tattributes: *hunter2\n  x: [hunter2');
  assert.match(broken.join("\n"), /^OTEL_CONFIG_FILE \(line 3\): expected YAML without/);
  assert.doesNotMatch(broken.join("\n"), /hunter2/);
  assert.match(problemsOf("value: *hunter2").join(), /aliases that lead nowhere/);
});

test("aliases that multiply, endless nesting and endless references take no time", () => {
  const layers = Array.from({ length: 9 }, (_, layer) => {
    const inner = layer === 0 ? "x" : `*a${layer - 1}`;
    return `a${layer}: &a${layer} [${Array.from({ length: 9 }, () => inner).join(", ")}]`;
  });
  const begin = performance.now();
  for (const text of [
    layers.join("\n"),
    "[".repeat(100_000),
    `a: ${"{a: ".repeat(50_000)}`,
    `a: "${"${A:-".repeat(40_000)}"`,
    `a: ${"$".repeat(250_000)}`,
    `? `.repeat(100_000),
    "\0".repeat(1000),
    `a: &a [${"*a, ".repeat(60_000)}]`,
    `b: ${"*c ".repeat(10_000)}`,
    Array.from({ length: 6000 }, (_, index) => `key${index}: 1`).join("\n"),
  ]) {
    assert.equal(configure(text).model, undefined);
  }
  assert.ok(performance.now() - begin < 10_000);
});

test("JSON is YAML", () => {
  const { model, problems } = configure('{"file_format": "1.0", "disabled": true}');
  assert.deepEqual([model, problems], [{ disabled: true }, []]);
});

test("every schema 1.x is taken, and other versions are not", () => {
  assert.deepEqual(problemsOf('file_format: "1.0-rc.3"'), []);
  assert.deepEqual(problemsOf('file_format: "1.7"'), [
    'OTEL_CONFIG_FILE file_format (line 1): expected at most version 1.1, got "1.7"; what is new in it may be ignored.',
  ]);
  for (const version of ['"0.4"', "1.1", '"2.0"', "latest"]) {
    assert.match(
      problemsOf(`file_format: ${version}`).join("\n"),
      /^OTEL_CONFIG_FILE file_format \(line 1\): expected a version 1\.x in quotes, such as "1\.1", got .*; telemetry is off\.$/,
    );
  }
  assert.match(problemsOf("disabled: false").join(), /expected the key file_format/);
});

test("${VAR} and ${VAR:-default} are replaced in values, and types follow YAML", () => {
  const { model, problems } = configure(
    `
file_format: "1.1"
disabled: \${OFF}
attribute_limits:
  attribute_count_limit: \${COUNT:-64}
resource:
  schema_url: \${UNSET}
  attributes:
    - name: plain
      value: \${NUMBER}
    - name: quoted
      value: "\${NUMBER}"
    - name: mixed
      value: \${env:NUMBER}-\${BLANK:-none}-$$\{NUMBER}
    - name: text
      value: \${TEXT}
`,
    { OFF: "false", NUMBER: "12", BLANK: " ", TEXT: "[a]\n- !b: {c" },
  );
  assert.deepEqual(problems, []);
  assert.equal(model?.disabled, false);
  assert.equal(model?.attribute_limits?.attribute_count_limit, 64);
  assert.equal(model?.resource?.schema_url, null);
  assert.deepEqual(
    model?.resource?.attributes?.map(({ value }) => value),
    [12, "12", "12-none-${NUMBER}", "[a]\n- !b: {c"],
  );
});

test("a broken reference is named by its line", () => {
  assert.deepEqual(problemsOf('file_format: "1.1"\nlog_level: ${1X}\n'), [
    "OTEL_CONFIG_FILE (line 2): expected ${NAME} or ${NAME:-default}, or $$ for $; telemetry is off.",
  ]);
});

test("variables that the file makes void are named, the others are not", () => {
  const env = {
    OTEL_CONFIG_FILE: "otel.yaml",
    OTEL_BSP_SCHEDULE_DELAY: "1",
    OTEL_SERVICE_NAME: "shop",
    OTEL_LOG_LEVEL: " ",
    OTEL_SEMCONV_STABILITY_OPT_IN: "http",
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: "pino",
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
    AGENT_OTEL_STRICT: "false",
    PATH: "/bin",
  };
  const expected =
    "OTEL_BSP_SCHEDULE_DELAY: expected no such variable beside OTEL_CONFIG_FILE; the file takes its place.";
  const named = 'file_format: "1.1"\nresource: { attributes_list: "a=${OTEL_SERVICE_NAME}" }';
  assert.deepEqual(problemsOf(named, env), [expected]);
  const detected =
    'file_format: "1.1"\nresource: { detection/development: { detectors: [{ service: }] } }';
  assert.deepEqual(problemsOf(detected, env), [expected]);
  assert.equal(configure(detected, env).settings.get("OTEL_SERVICE_NAME"), "shop");
});

test("the example of the documentation is valid, and its lines are what is printed", () => {
  const page = readFileSync(
    new URL("../../../../docs/declarative-configuration.md", import.meta.url),
    "utf8",
  );
  const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
  assert.match(example, /^file_format/);
  assert.deepEqual(problemsOf(example), []);
  const broken = `file_format: "1.1"
tracer_provider:
  processors:
    - batch:
        schedule_dely: 1
        exporter: { console: }
`;
  const lines = [...problemsOf(example, { OTEL_BSP_SCHEDULE_DELAY: "1" }), ...problemsOf(broken)];
  assert.equal(lines.length, 2);
  for (const line of lines) assert.ok(page.includes(`agent-otel: ${line}\n`), line);
});
