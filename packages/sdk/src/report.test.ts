import assert from "node:assert/strict";
import { test } from "node:test";
import { createReport, type ExportOutcome, type Report } from "./report.ts";

const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), {
  code: "ECONNREFUSED",
});

function outcome(signal: ExportOutcome["signal"], items: number): ExportOutcome {
  return { signal, url: `http://127.0.0.1:1/v1/${signal}`, protocol: "http/protobuf", items };
}

function capture(level: "none" | "warn" = "warn"): {
  lines: string[];
  report: Report;
  clock: { ms: number };
} {
  const lines: string[] = [];
  const clock = { ms: 0 };
  const report = createReport({ level, write: (line) => lines.push(line), now: () => clock.ms });
  return { lines, report, clock };
}

test("an outage of all signals is one line, its end another with what was lost", () => {
  const { lines, report, clock } = capture();
  report.exportFailed(outcome("traces", 5), refused);
  report.exportFailed(outcome("metrics", 7), refused);
  report.exportFailed(outcome("traces", 3), refused);
  clock.ms = 12_000;
  report.exported(outcome("logs", 1));
  report.exported(outcome("traces", 1));
  assert.deepEqual(lines, [
    "agent-otel: cannot export traces to http://127.0.0.1:1/v1/traces: connect ECONNREFUSED 127.0.0.1:1. Nothing listens there: start the Collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT.",
    "agent-otel: export to http://127.0.0.1:1 works again after 12 s; lost meanwhile: 8 spans, 7 metric points.",
  ]);
});

test("a signal that the endpoint refuses stays failing while the others work", () => {
  const { lines, report } = capture();
  const notFound = Object.assign(new Error("Not Found"), { code: 404 });
  for (let round = 0; round < 3; round++) {
    report.exportFailed(outcome("metrics", 2), notFound);
    report.exported(outcome("traces", 1));
  }
  report.close();
  assert.equal(lines.length, 2);
  assert.match(
    lines[0] ?? "",
    /cannot export metrics to .*: HTTP status 404\. The path takes no such telemetry/,
  );
  assert.match(lines[1] ?? "", /has not worked to the end; lost: 6 metric points\./);
});

test("an endpoint that comes and goes is not reported more than once a minute", () => {
  const { lines, report, clock } = capture();
  for (let round = 0; round < 100; round++) {
    clock.ms += 1000;
    report.exportFailed(outcome("traces", 1), refused);
    report.exported(outcome("traces", 1));
  }
  assert.equal(lines.length, 4);
});

test("nothing is said at level none, and nothing at the end of a healthy run", () => {
  const silent = capture("none");
  silent.report.exportFailed(outcome("traces", 1), refused);
  silent.report.close();
  assert.deepEqual(silent.lines, []);
  const healthy = capture();
  healthy.report.exported(outcome("traces", 1));
  healthy.report.close();
  assert.deepEqual(healthy.lines, []);
});

test("a connection that fails is told at once, and nothing is lost when a repetition succeeds", () => {
  const { lines, report } = capture();
  const begun = outcome("traces", 4);
  report.exportBegun(begun);
  report.connectFailed(begun, refused);
  report.connectFailed(begun, refused);
  report.exported(begun);
  report.close();
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /cannot export traces .* ECONNREFUSED/);
  assert.match(lines[1] ?? "", /works again after 1 s; lost meanwhile: nothing\.$/);
});

test("an export that has not ended when the process does counts as lost", () => {
  const { lines, report } = capture();
  report.exportBegun(outcome("logs", 9));
  report.close();
  assert.deepEqual(lines, [
    "agent-otel: export to http://127.0.0.1:1 has not worked to the end; lost: 9 log records.",
  ]);
});

test("the errors of failed exports are known, others are not", () => {
  const { report } = capture();
  report.exportFailed(outcome("traces", 1), refused);
  assert.equal(report.knows(refused), true);
  assert.equal(report.knows(new Error("other")), false);
});
