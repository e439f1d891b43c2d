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
  const failed = "agent-otel: cannot export traces to http://127.0.0.1:1/v1/traces";
  const because = "connect ECONNREFUSED 127.0.0.1:1";
  const remedy =
    "Nothing listens there: start the Collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT.";
  const worked = "agent-otel: export to http://127.0.0.1:1 works again after 1 s; lost meanwhile:";
  assert.deepEqual(lines, [
    `${failed}: ${because}. ${remedy}`,
    `${worked} 1 span.`,
    `${failed}: ${because}; lost meanwhile: 60 spans. ${remedy}`,
    `${worked} 60 spans.`,
  ]);
});

test("an outage that begins within a minute of a line is told when that minute is over, and so is its end", () => {
  const { lines, report, clock } = capture();
  clock.ms = 1000;
  report.attemptFailed(outcome("traces", 1), refused);
  clock.ms = 5000;
  report.exported(outcome("traces", 1));
  for (clock.ms = 30_000; clock.ms < 10_800_000; clock.ms += 30_000) {
    report.attemptFailed(outcome("traces", 1), refused);
    assert.equal(lines.length, clock.ms < 61_000 ? 2 : 3, `after ${clock.ms} ms`);
  }
  report.exported(outcome("traces", 1));
  report.close();
  assert.match(lines[2] ?? "", /cannot export traces .* ECONNREFUSED/);
  assert.deepEqual(lines.slice(3), [
    "agent-otel: export to http://127.0.0.1:1 works again after 10770 s; lost meanwhile: nothing.",
  ]);
});

function answer(status: number): Error {
  return Object.assign(new Error("refused"), { code: status });
}

test("another failure behind a known outage has a line of its own, as has what it costs each minute", () => {
  const { lines, report, clock } = capture();
  report.attemptFailed(outcome("traces", 10), answer(503));
  for (let second = 1; second <= 120; second++) {
    clock.ms = second * 1000;
    report.exportFailed(outcome("traces", 10), answer(401));
  }
  report.close();
  const url = "http://127.0.0.1:1/v1/traces";
  const remedy = "Set the credentials in OTEL_EXPORTER_OTLP_HEADERS.";
  assert.deepEqual(lines, [
    `agent-otel: cannot export traces to ${url}: HTTP status 503. The server is overloaded or not ready: look into the Collector's log.`,
    `agent-otel: cannot export traces to ${url}: HTTP status 401. ${remedy}`,
    `agent-otel: cannot export traces to ${url}: HTTP status 401; lost meanwhile: 610 spans. ${remedy}`,
    `agent-otel: export to ${url} has not worked to the end; lost: 1200 spans.`,
  ]);
});

test("failures that take turns have a line a minute each", () => {
  const { lines, report, clock } = capture();
  for (let second = 0; second < 180; second++) {
    clock.ms = second * 1000;
    report.exportFailed(outcome("traces", 1), answer(second % 2 === 0 ? 401 : 404));
  }
  assert.equal(lines.length, 6, lines.join("\n"));
});

test("a failure that costs nothing is not told again as long as it lasts", () => {
  const { lines, report, clock } = capture();
  for (; clock.ms < 3_600_000; clock.ms += 1000) {
    report.attemptFailed(outcome("traces", 10), answer(503));
  }
  assert.equal(lines.length, 1);
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
