import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createLedger, type Ledger } from "./export/ledger.ts";
import { createReport, type ExportOutcome, type Report } from "./report.ts";

const url = "http://collector:4318/v1/traces";
const refused = new Error("connect ECONNREFUSED 10.0.0.1:4318");

function outcome(items: number): ExportOutcome {
  return { signal: "traces", url, protocol: "http/protobuf", items };
}

interface Capture {
  readonly lines: string[];
  readonly report: Report;
  readonly ledger: Ledger;
  /** Lets time pass. */
  readonly pass: (ms: number) => void;
}

function capture(t: TestContext): Capture {
  const lines: string[] = [];
  const clock = { ms: 0 };
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const pass = (ms: number): void => {
    clock.ms += ms;
    t.mock.timers.tick(ms);
  };
  const report = createReport({
    level: "warn",
    write: (line) => lines.push(line.replace("agent-otel: ", "")),
    now: () => clock.ms,
  });
  const ledger = createLedger({ onLoss: (loss) => report.lost(loss) });
  return { lines, report, ledger, pass };
}

const full =
  "more waits to be sent than the memory set aside for it holds. The Collector is down or too slow, or the sampling too generous.";

test("each cause of a loss has a line within a second, and then at most one a minute with all that came together", (t) => {
  const { lines, ledger, pass } = capture(t);
  for (let second = 0; second < 61; second++) {
    ledger.dropped("traces", 10, "queue-full", url);
    ledger.dropped("logs", 1, "encoding");
    pass(1000);
  }
  assert.deepEqual(lines, [
    `lost 10 spans for ${url} (queue-full): ${full}`,
    "lost 1 log record (encoding): it cannot be written as OTLP. OTEL_LOG_LEVEL=debug shows the error.",
    `lost 600 spans for ${url} (queue-full): ${full}`,
    "lost 60 log records (encoding): it cannot be written as OTLP. OTEL_LOG_LEVEL=debug shows the error.",
  ]);
});

test("a burst is told as large as it was", (t) => {
  const { lines, ledger, pass } = capture(t);
  for (let count = 0; count < 29_091; count++) ledger.dropped("traces", 1, "queue-full", url);
  assert.deepEqual(lines, []);
  pass(1000);
  assert.deepEqual(lines, [`lost 29091 spans for ${url} (queue-full): ${full}`]);
});

test("what is lost after a line is told when its minute is over, also when nothing is lost any more", (t) => {
  const { lines, ledger, pass } = capture(t);
  ledger.dropped("traces", 1, "queue-full", url);
  pass(1000);
  ledger.dropped("traces", 4, "queue-full", url);
  ledger.dropped("traces", 3, "queue-full", url);
  pass(59_999);
  assert.equal(lines.length, 1);
  pass(1);
  pass(600_000);
  assert.deepEqual(lines.slice(1), [`lost 7 spans for ${url} (queue-full): ${full}`]);
});

test("a line is about one endpoint and one signal", (t) => {
  const { lines, ledger, pass } = capture(t);
  ledger.rejected("traces", 1, "bad span", url);
  ledger.rejected("traces", 9999, "quota", url);
  pass(1000);
  ledger.rejected("traces", 5, "quota", url);
  ledger.rejected("logs", 2, "bad log", "http://logs:4318/v1/logs");
  ledger.rejected("metrics", 3, "too old", "http://logs:4318/v1/metrics");
  pass(1000);
  const why = "the endpoint refused a part of the request";
  const remedy = "Look into the Collector's log.";
  assert.deepEqual(lines, [
    `lost 10000 spans for ${url} (rejected): ${why}: quota. ${remedy}`,
    `lost 2 log records for http://logs:4318/v1/logs (rejected): ${why}: bad log. ${remedy}`,
    `lost 3 metric points for http://logs:4318/v1/metrics (rejected): ${why}: too old. ${remedy}`,
  ]);
});

test("a burst that the end of the process cuts short is told then, with its remedy", (t) => {
  const { lines, report, ledger, pass } = capture(t);
  ledger.dropped("traces", 2, "queue-full", url);
  ledger.dropped("traces", 3, "queue-full", url);
  report.close();
  pass(600_000);
  assert.deepEqual(lines, [
    `lost 5 spans for ${url} (queue-full): ${full}`,
    "lost in all: 5 spans (queue-full 5).",
  ]);
});

test("the timer of a line keeps no process alive", () => {
  const report = createReport({ level: "none" });
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  report.lost({ signal: "traces", items: 1, cause: "encoding", reason: "" });
  const after = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  assert.equal(after, before);
  report.close();
});

test("what the endpoint rejects is told with its words, which steer no terminal and are not endless", (t) => {
  const { lines, ledger, pass } = capture(t);
  ledger.rejected("traces", 3, `bad\u001B[2J${"x".repeat(5000)}`, url);
  pass(1000);
  assert.match(
    lines[0] ?? "",
    /^lost 3 spans for \S+ \(rejected\): the endpoint refused a part of the request: bad \[2Jx+\. Look into/,
  );
  assert.ok((lines[0] ?? "").length < 400);
});

test("the last line names all that was lost, by cause", (t) => {
  const { lines, report, ledger } = capture(t);
  ledger.rejected("traces", 3, "", url);
  ledger.dropped("traces", 4, "too-large");
  ledger.dropped("metrics", 5, "encoding");
  report.close();
  assert.equal(
    lines.at(-1),
    "lost in all: 7 spans (rejected 3, too-large 4), 5 metric points (encoding 5).",
  );
});

test("an outage that lasts to the end counts its losses once", (t) => {
  const { lines, report, ledger } = capture(t);
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

test("the end of an outage says what it has cost, and the last line of the process says it again", (t) => {
  const { lines, report, ledger, pass } = capture(t);
  report.attemptFailed(outcome(10), refused);
  ledger.dropped("traces", 10, "queue-full", url);
  pass(30_000);
  report.exported(outcome(1));
  report.close();
  assert.deepEqual(lines.slice(2), [
    "export to http://collector:4318 works again after 30 s; lost meanwhile: 10 spans.",
    "lost in all: 10 spans (queue-full 10).",
  ]);
});

test("what is given up at the end without a failure before it is told", (t) => {
  const { lines, report, ledger } = capture(t);
  ledger.dropped("traces", 2, "shutdown", url);
  report.close();
  assert.deepEqual(lines, [
    "export to http://collector:4318 has not worked to the end; lost: 2 spans.",
  ]);
});

test("attempts that fail and are repeated are one line for an outage", (t) => {
  const { lines, report, pass } = capture(t);
  const busy = Object.assign(new Error("Service Unavailable"), { code: 503 });
  for (let attempt = 0; attempt < 5; attempt++) report.attemptFailed(outcome(10), busy);
  pass(8000);
  report.exported(outcome(10));
  report.close();
  assert.deepEqual(lines, [
    `cannot export traces to ${url}: HTTP status 503. The server is overloaded or not ready: look into the Collector's log.`,
    `export to ${url} works again after 8 s; lost meanwhile: nothing.`,
  ]);
});

test("a server's warning is a line, and repeated no sooner than after a minute", (t) => {
  const { lines, report, pass } = capture(t);
  for (let second = 0; second <= 60; second++) {
    report.serverWarned(outcome(1), "please upgrade\n");
    pass(1000);
  }
  assert.deepEqual(lines, [
    `${url} took everything, but says: please upgrade`,
    `${url} took everything, but says: please upgrade`,
  ]);
});

test("what the last lines have told they do not tell again", (t) => {
  const { lines, report, ledger } = capture(t);
  ledger.dropped("traces", 2, "encoding");
  report.close();
  const first = lines.splice(0);
  assert.equal(first.at(-1), "lost in all: 2 spans (encoding 2).");
  report.close();
  assert.deepEqual(lines, []);
  ledger.dropped("traces", 1, "shutdown", url);
  report.close();
  assert.deepEqual(lines, [
    "export to http://collector:4318 has not worked to the end; lost: 1 span.",
  ]);
});
