import assert from "node:assert/strict";
import { test } from "node:test";
import { PORTS, PORT_NAMES } from "./port-table.ts";
import { readSettings } from "./settings.ts";
import type { Environment, StackSettings } from "./settings.ts";

function read(env: Environment): StackSettings {
  const result = readSettings({ HOME: "/home/someone", ...env }, "/checkout");
  if ("problems" in result) assert.fail(result.problems.join("\n"));
  return result.settings;
}

function problems(env: Environment): readonly string[] {
  const result = readSettings({ HOME: "/home/someone", ...env }, "/checkout");
  if ("settings" in result) assert.fail("expected problems");
  return result.problems;
}

test("readSettings() uses the documented ports when no variable is set", () => {
  const { ports, name, debugVerbosity } = read({});
  for (const port of PORT_NAMES) assert.equal(ports[port], PORTS[port].fallback);
  assert.equal(name, "default");
  assert.equal(debugVerbosity, "basic");
});

test("readSettings() takes each port from its variable", () => {
  for (const port of PORT_NAMES) {
    assert.equal(read({ [PORTS[port].variable]: "12345" }).ports[port], 12_345);
  }
});

test("readSettings() names every bad port, not only the first", () => {
  const found = problems({
    AGENT_OTEL_STACK_TEMPO_PORT: "0",
    AGENT_OTEL_STACK_OTLP_GRPC_PORT: "4317x",
    AGENT_OTEL_STACK_OTLP_HTTP_PORT: "65536",
  });
  assert.deepEqual(found, [
    'AGENT_OTEL_STACK_OTLP_GRPC_PORT: expected a port from 1 to 65535, got "4317x".',
    'AGENT_OTEL_STACK_OTLP_HTTP_PORT: expected a port from 1 to 65535, got "65536".',
    'AGENT_OTEL_STACK_TEMPO_PORT: expected a port from 1 to 65535, got "0".',
  ]);
});

test("readSettings() says which two variables give the same port", () => {
  assert.deepEqual(problems({ AGENT_OTEL_STACK_TEMPO_PORT: "4318" }), [
    "AGENT_OTEL_STACK_OTLP_HTTP_PORT and AGENT_OTEL_STACK_TEMPO_PORT are both 4318.",
  ]);
});

test("readSettings() puts the cache into XDG_CACHE_HOME, else below HOME", () => {
  assert.equal(read({}).cacheDir, "/home/someone/.cache/agent-otel");
  assert.equal(read({ XDG_CACHE_HOME: "/var/cache" }).cacheDir, "/var/cache/agent-otel");
  assert.equal(read({ XDG_CACHE_HOME: "" }).cacheDir, "/home/someone/.cache/agent-otel");
  assert.equal(read({ XDG_CACHE_HOME: "relative" }).cacheDir, "/home/someone/.cache/agent-otel");
});

test("readSettings() says what to set when there is neither HOME nor XDG_CACHE_HOME", () => {
  const [problem] = problems({ HOME: "" });
  assert.match(problem ?? "", /HOME is not set.*Set XDG_CACHE_HOME/su);
});

test("readSettings() refuses a name that would leave the folder of the instances", () => {
  assert.match(problems({ AGENT_OTEL_STACK_NAME: "../other" })[0] ?? "", /AGENT_OTEL_STACK_NAME/u);
  assert.equal(
    read({ AGENT_OTEL_STACK_NAME: "mine" }).stackDir,
    "/home/someone/.cache/agent-otel/stack/mine",
  );
});

test("readSettings() names the levels of detail when another one is given", () => {
  assert.deepEqual(problems({ AGENT_OTEL_STACK_DEBUG_VERBOSITY: "all" }), [
    'AGENT_OTEL_STACK_DEBUG_VERBOSITY: expected one of basic, normal, detailed, got "all".',
  ]);
});

test("readSettings() takes a relative path from where the user stood, not from the checkout", () => {
  const env = { HOME: "/home/u", INIT_CWD: "/home/u/here", AGENT_OTEL_STACK_TEMPO: "./tempo" };
  const result = readSettings(env, "/checkout");
  assert.ok("settings" in result);
  assert.equal(result.settings.files.tempo, "/home/u/here/tempo");
});
