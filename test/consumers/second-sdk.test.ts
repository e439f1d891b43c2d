import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const REMEDY = "Remove one of them, or switch this one off with OTEL_SDK_DISABLED=true.";
const AFTER =
  "was started beside this one: the API keeps to the first, so what the other sets up may record the same work again, or nothing.";

/** What is said on stderr when a program that sets up a second SDK is loaded before `register`, or after it. */
function linesOf(program: string, order: "after" | "before"): readonly string[] {
  const second = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const preloads = ["@agent-otel/sdk/register", second];
  const flags = (order === "after" ? preloads : preloads.toReversed()).flatMap((each) => [
    "--import",
    each,
  ]);
  const { status, stderr } = spawnSync(process.execPath, [...flags, "--eval", ""], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    encoding: "utf8",
    timeout: 30_000,
    env: { PATH: process.env["PATH"] },
  });
  assert.equal(status, 0);
  return stderr.split("\n").filter((line) => line.includes("SDK"));
}

test("a provider that was registered before is named, though Node.js lists no ES modules", () => {
  assert.deepEqual(linesOf("second-provider.mjs", "before"), [
    `agent-otel: another OpenTelemetry SDK was started before this one (TracerProvider): the API keeps to the first, and this one does without those. ${REMEDY}`,
  ]);
});

test("with CommonJS the packages are named too", () => {
  const [line, ...others] = linesOf("second-provider.cjs", "before");
  assert.deepEqual(others, []);
  assert.match(line ?? "", /\(TracerProvider of @opentelemetry\/sdk-trace \d+\.\d+\.\d+\)/);
});

test("everything that a whole SDK has registered before is named in one line", () => {
  const [line, ...others] = linesOf("second-sdk.mjs", "before");
  assert.deepEqual(others, []);
  assert.match(
    line ?? "",
    /another OpenTelemetry SDK was started before this one \(LoggerProvider, AsyncLocalStorageContextManager, CompositePropagator\)/,
  );
});

test("an SDK that comes later is named once, by its package", () => {
  assert.deepEqual(linesOf("second-provider.mjs", "after"), [
    `agent-otel: another OpenTelemetry SDK ${AFTER} ${REMEDY}`,
  ]);
  assert.deepEqual(linesOf("second-sdk.mjs", "after"), [
    `agent-otel: another OpenTelemetry SDK (@opentelemetry/sdk-node) ${AFTER} ${REMEDY}`,
  ]);
});
