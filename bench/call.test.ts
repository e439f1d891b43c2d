import assert from "node:assert/strict";
import { test } from "node:test";
import { UsageError, readCall } from "./call.ts";
import { contenderNames } from "./contenders.ts";
import { scenarioNames } from "./scenarios/scenario.ts";

function call(...args: readonly string[]) {
  const read = readCall(args);
  assert.ok(typeof read !== "string", "help instead of a call");
  return read;
}

test("without arguments everything is measured, and the result is one to keep", () => {
  assert.deepEqual(call(), {
    contenders: contenderNames,
    scenarios: scenarioNames,
    rounds: undefined,
    quick: false,
    json: false,
    whole: true,
  });
});

test("the bare application takes part in every run, and the order is that of the tables", () => {
  assert.deepEqual(call("-c", "ours,splunk").contenders, ["bare", "splunk", "ours"]);
  assert.deepEqual(call("-c", "ours", "-c", "bare").contenders, ["bare", "ours"]);
});

test("a quick run has fewer contenders, unless they are named", () => {
  assert.deepEqual(call("--quick").contenders, [
    "bare",
    "upstream-auto",
    "upstream-node-sdk",
    "ours",
  ]);
  assert.deepEqual(call("--quick", "--contender=dd-trace").contenders, ["bare", "dd-trace"]);
});

test("what leaves something out is not to be kept; more rounds are", () => {
  for (const args of [["--quick"], ["-s", "span"], ["-c", "ours"]]) {
    assert.equal(call(...args).whole, false, args.join(" "));
  }
  assert.equal(call("--rounds", "3").whole, true);
});

test("the -- that some package managers pass on is no argument", () => {
  assert.deepEqual(call("--", "-s", "span").scenarios, ["span"]);
});

test("--help gives text that names every scenario and contender", () => {
  const text = readCall(["--help"]);
  assert.ok(typeof text === "string");
  for (const name of [...scenarioNames, ...contenderNames]) assert.match(text, new RegExp(name));
});

test("what is not understood is named", () => {
  const cases = new Map([
    ["--scenario=spam", `--scenario: expected one of ${scenarioNames.join(", ")}, got "spam".`],
    ["--contender=", `--contender: expected one of ${contenderNames.join(", ")}, got "".`],
    ["--rounds=0", '--rounds: expected a whole number from 1 to 1000, got "0".'],
    ["--rounds=1e2", '--rounds: expected a whole number from 1 to 1000, got "1e2".'],
  ]);
  for (const [argument, message] of cases) {
    assert.throws(() => readCall([argument]), new UsageError(message));
  }
  assert.throws(() => readCall(["--fast"]), /Unknown option '--fast'/);
});
