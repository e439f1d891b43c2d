import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { quickCommand } from "../../tools/stack/run/command.ts";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";
import { programFile, whyNoProgram } from "./programs.helper.ts";

const skip = whyNoProgram("promtool");
const promtool = programFile("promtool") ?? "";
const folder = join(ROOT, "deploy/prometheus");
const files = (name: string): readonly string[] =>
  readdirSync(join(folder, name)).map((file) => join(folder, name, file));

test("promtool takes Prometheus' configuration and every rule", { skip }, () => {
  const config = join(folder, "prometheus.yaml");
  const { ok, output } = quickCommand(
    promtool,
    ["check", "config", "--lint=all", config],
    process.env,
  );
  assert.ok(ok, output);
  assert.match(output, /rules found/u);
});

test("every alert fires when it should, by promtool's test of rules", { skip }, () => {
  const { ok, output } = quickCommand(promtool, ["test", "rules", ...files("tests")], process.env);
  assert.ok(ok, output);
});

test("no alert is without a test", () => {
  const tests = files("tests").map((file) => readFileSync(file, "utf8"));
  const alerts = files("rules").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/- alert: (\w+)/gu)].map(([, name = ""]) => name),
  );
  assert.ok(alerts.length > 15);
  const untested = alerts.filter(
    (alert) => !tests.some((text) => new RegExp(`alertname: ${alert}\\b`, "u").test(text)),
  );
  assert.deepEqual(untested, []);
});
