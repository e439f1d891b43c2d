import assert from "node:assert/strict";
import { test } from "node:test";
import { createLedger, type Ledger } from "./export/ledger.ts";
import { createReport, type ExportOutcome, type Report } from "./report.ts";

const url = "http://collector:4318/v1/traces";
const refused = new Error("connect ECONNREFUSED 10.0.0.1:4318");

function outcome(items: number): ExportOutcome {
  return { signal: "traces", url, protocol: "http/protobuf", items };
}

function capture(): { lines: string[]; report: Report; ledger: Ledger; clock: { ms: number } } {
  const lines: string[] = [];
  const clock = { ms: 0 };
  const report = createReport({
    level: "warn",
    write: (line) => lines.push(line.replace("agent-otel: ", "")),
    now: () => clock.ms,
  });
  const ledger = createLedger({ onLoss: (loss) => report.lost(loss) });
  return { lines, report, ledger, clock };
}

test("each cause of a loss has a line at once, and then at most one a minute with all that came together", () => {
  const { lines, ledger, clock } = capture();
  for (let second = 0; second < 61; second++) {
    clock.ms = second * 1000;
    ledger.dropped("traces", 10, "queue-full", url);
    ledger.dropped("logs", 1, "encoding");
  }
  assert.deepEqual(lines, [
    `lost 10 spans for ${url} (queue-full): more waits to be sent than the memory set aside for it holds. The Collector is down or too slow, or the sampling too generous.`,
    "lost 1 log record (encoding): it cannot be written as OTLP. OTEL_LOG_LEVEL=debug shows the error.",
    `lost 600 spans for ${url} (queue-full): more waits to be sent than the memory set aside for it holds. The Collector is down or too slow, or the sampling too generous.`,
    "lost 60 log records (encoding): it cannot be written as OTLP. OTEL_LOG_LEVEL=debug shows the error.",
  ]);
});

test("what the endpoint rejects is told with its words, which steer no terminal and are not endless", () => {
  const { lines, ledger } = capture();
  ledger.rejected("traces", 3, `bad\u001B[2J${"x".repeat(5000)}`, url);
  assert.match(
    lines[0] ?? "",
    /^lost 3 spans for \S+ \(rejected\): the endpoint refused a part of the request: bad \[2Jx+\. Look into/,
  );
  assert.ok((lines[0] ?? "").length < 400);
});

test("the last line names all that was lost, by cause", () => {
  const { lines, report, ledger } = capture();
  ledger.rejected("traces", 3, "", url);
  ledger.dropped("traces", 4, "too-large");
  ledger.dropped("metrics", 5, "encoding");
  report.close();
  assert.equal(
    lines.at(-1),
    "lost in all: 7 spans (rejected 3, too-large 4), 5 metric points (encoding 5).",
  );
});

test("an outage that lasts to the end counts its losses once", () => {
  const { lines, report, ledger } = capture();
  report.attemptFailed(outcome(10), refused);
  ledger.dropped("traces", 10, "queue-full", url);
  ledger.dropped("traces", 20, "shutdown", url);
  report.close();
  assert.equal(lines.length, 3, lines.join("\n"));
  assert.match(lines[0] ?? "", /^cannot export traces/);
  assert.match(lines[1] ?? "", /^lost 10 spans/);
  assert.equal(
    lines[2],
    "export to http://collector:4318 has not worked to the end; lost: 30 spans.",
  );
});

test("the end of an outage says what it has cost, and the last line of the process says it again", () => {
  const { lines, report, ledger, clock } = capture();
  report.attemptFailed(outcome(10), refused);
  ledger.dropped("traces", 10, "queue-full", url);
  clock.ms = 30_000;
  report.exported(outcome(1));
  report.close();
  assert.deepEqual(lines.slice(2), [
    "export to http://collector:4318 works again after 30 s; lost meanwhile: 10 spans.",
    "lost in all: 10 spans (queue-full 10).",
  ]);
});

test("what is given up at the end without a failure before it is told", () => {
  const { lines, report, ledger } = capture();
  ledger.dropped("traces", 2, "shutdown", url);
  report.close();
  assert.deepEqual(lines, [
    "export to http://collector:4318 has not worked to the end; lost: 2 spans.",
  ]);
});

test("attempts that fail and are repeated are one line for an outage", () => {
  const { lines, report, clock } = capture();
  const busy = Object.assign(new Error("Service Unavailable"), { code: 503 });
  for (let attempt = 0; attempt < 5; attempt++) report.attemptFailed(outcome(10), busy);
  clock.ms = 8000;
  report.exported(outcome(10));
  report.close();
  assert.deepEqual(lines, [
    `cannot export traces to ${url}: HTTP status 503. The server is overloaded or not ready: look into the Collector's log.`,
    `export to ${url} works again after 8 s; lost meanwhile: nothing.`,
  ]);
});

test("a server's warning is a line, and repeated no sooner than after a minute", () => {
  const { lines, report, clock } = capture();
  for (let second = 0; second <= 60; second++) {
    clock.ms = second * 1000;
    report.serverWarned(outcome(1), "please upgrade\n");
  }
  assert.deepEqual(lines, [
    `${url} took everything, but says: please upgrade`,
    `${url} took everything, but says: please upgrade`,
  ]);
});
