import assert from "node:assert/strict";
import { test } from "node:test";
import type { DiagLogger } from "@opentelemetry/api";
import { createDiagLogger } from "./diag-logger.ts";

function capture(): { lines: string[]; logger: DiagLogger; clock: { ms: number } } {
  const lines: string[] = [];
  const clock = { ms: 0 };
  const logger = createDiagLogger({ log: (line) => lines.push(line) }, () => clock.ms);
  return { lines, logger, clock };
}

test("warnings that differ in numbers only are printed once a minute", () => {
  const { lines, logger, clock } = capture();
  for (let count = 1; count <= 90; count++) {
    clock.ms += 1000;
    logger.warn(`Dropped ${count} spans because maxQueueSize reached`);
  }
  assert.deepEqual(lines, [
    "Dropped 1 spans because maxQueueSize reached",
    "Dropped 61 spans because maxQueueSize reached",
  ]);
});

test("details that were asked for are printed each time", () => {
  const { lines, logger } = capture();
  logger.debug("sending");
  logger.debug("sending");
  assert.deepEqual(lines, ["sending", "sending"]);
});

test("an answer that is no OTLP is told without its body", () => {
  const { lines, logger } = capture();
  logger.warn("Export succeeded but could not deserialize response", new Error("<html>login"));
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines[0] ?? "", /login/);
});

test("a line is one line, and a metric export that the report tells of is not told twice", () => {
  const { lines, logger } = capture();
  logger.error("one\ntwo", new TypeError("three\n four"));
  logger.error("PeriodicExportingMetricReader: metrics export timed out after 2000ms");
  assert.deepEqual(lines, ["one two TypeError: three four"]);
});
