import assert from "node:assert/strict";
import { test } from "node:test";
import { readCall } from "./call.ts";
import { COMMANDS } from "./help.ts";
import { PORTS } from "./port-table.ts";

function parts(args: readonly string[]): unknown {
  const call = readCall(args);
  return typeof call === "string" ? call : [call.parts, call.checks, call.seconds];
}

const BASE = { parts: ["collector", "tempo"], checks: false, seconds: 60 };

function help(args: readonly string[]): string {
  const text = readCall(args);
  assert.ok(typeof text === "string");
  return text;
}

test("readCall() reads each command", () => {
  for (const command of COMMANDS) {
    const call = readCall([command]);
    assert.ok(typeof call === "object");
    assert.equal(call.command, command);
    assert.deepEqual(call.protocols, ["grpc", "http/protobuf"]);
  }
});

test("readCall() answers --help with the help of the command, or of all", () => {
  for (const command of COMMANDS) {
    assert.match(help([command, "--help"]), new RegExp(`^pnpm stack ${command}`, "u"));
  }
  const all = help(["--help"]);
  for (const { variable, fallback } of Object.values(PORTS)) {
    assert.match(all, new RegExp(`${variable} .*\\(${fallback}\\)`, "u"));
  }
});

test("readCall() takes --json for status and --protocol for verify", () => {
  assert.deepEqual(readCall(["status", "--json"]), {
    command: "status",
    json: true,
    protocols: ["grpc", "http/protobuf"],
    ...BASE,
  });
  assert.deepEqual(readCall(["verify", "--protocol", "grpc"]), {
    command: "verify",
    json: false,
    protocols: ["grpc"],
    ...BASE,
  });
});

test("readCall() takes --with for build and up, and --seconds for traffic", () => {
  const all = ["collector", "tempo", "prometheus", "loki"];
  assert.deepEqual(parts(["up", "--with", "loki,prometheus"]), [all, false, 60]);
  assert.deepEqual(parts(["up", "--with", "loki"]), [["collector", "tempo", "loki"], false, 60]);
  assert.deepEqual(parts(["build", "--with", "checks"]), [["collector", "tempo"], true, 60]);
  assert.deepEqual(parts(["traffic", "--seconds", "5"]), [["collector", "tempo"], false, 5]);
});

for (const [args, message] of [
  [[], "Which command?"],
  [["start"], 'There is no command "start".'],
  [["up", "now"], '"up" takes no "now".'],
  [["up", "--json"], '"up" takes no --json.'],
  [["down", "--protocol", "grpc"], '"down" takes no --protocol.'],
  [["up", "--with", "checks"], '--with: expected prometheus, loki with commas, got "checks".'],
  [["down", "--with", "loki"], '"down" takes no --with.'],
  [["up", "--seconds", "5"], '"up" takes no --seconds.'],
  [["traffic", "--seconds", "5s"], '--seconds: expected a whole number from 1 to 99999, got "5s".'],
  [["verify", "--protocol", "zipkin"], '--protocol: expected grpc or http/protobuf, got "zipkin".'],
] as const) {
  test(`readCall() refuses \`${args.join(" ")}\``, () => {
    assert.throws(() => readCall(args), { message });
  });
}

test("readCall() refuses an option that it does not know", () => {
  assert.throws(() => readCall(["up", "--force"]), /Unknown option '--force'/u);
});
