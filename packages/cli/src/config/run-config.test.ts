import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type ConfigRequest, runConfig } from "./run-config.ts";

const directory = mkdtempSync(join(tmpdir(), "agent-otel-config-"));
after(() => rmSync(directory, { recursive: true }));

function run(request: Partial<ConfigRequest>): { readonly code: number; readonly lines: string[] } {
  const lines: string[] = [];
  const code = runConfig(
    { env: {}, directory, json: false, set: false, ...request },
    { width: () => 80, style: (_, text) => text, write: (more) => void lines.push(...more) },
  );
  return { code, lines };
}

test("agent-otel config without problems exits 0 and shows every default", () => {
  const { code, lines } = run({});
  assert.equal(code, 0);
  assert.ok(
    lines.some((line) => /^ {2}OTEL_TRACES_SAMPLER +parentbased_always_on +default$/.test(line)),
  );
  assert.match(lines.at(-1) ?? "", /^unknown_service:node: traces to http:\/\/localhost:4318/);
});

test("agent-otel config exits 1 with a problem, marks its variable and prints the problem's line", () => {
  const { code, lines } = run({ env: { OTEL_TRACES_SAMPLER: "always_of" } });
  assert.equal(code, 1);
  assert.ok(lines.some((line) => /^! OTEL_TRACES_SAMPLER +always_off +environment$/.test(line)));
  assert.ok(lines.includes("1 problem"));
  assert.ok(lines.some((line) => line.includes("did you mean always_off?")));
});

test("agent-otel config --json is one object with variables, problems and their text", () => {
  const { code, lines } = run({ json: true, env: { OTEL_BSP_MAX_QUEUE_SIZE: "x" } });
  assert.equal(code, 1);
  const report: {
    variables: { name: string }[];
    problems: { variable: string; message: string }[];
  } = JSON.parse(lines.join("\n"));
  assert.ok(report.variables.length > 90);
  assert.equal(report.problems[0]?.variable, "OTEL_BSP_MAX_QUEUE_SIZE");
  assert.match(report.problems[0]?.message ?? "", /the value is ignored\.$/);
});

test("agent-otel config --set leaves the defaults out, and no terminal gets control characters", () => {
  const { lines } = run({ set: true, env: { OTEL_RESOURCE_ATTRIBUTES: "a=%1B[31m" } });
  assert.deepEqual(lines.slice(0, 2), [
    "General",
    "  OTEL_RESOURCE_ATTRIBUTES  a=�[31m  environment",
  ]);
});
