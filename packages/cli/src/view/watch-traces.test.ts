import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { NewSpan } from "../store/insert.ts";
import { watchTraces } from "./watch-traces.ts";

test("a trace is ready when its root ended and nothing came for 300 ms", (t) => {
  const { watch, ready } = start(t);
  watch.add([span("child", "root")]);
  t.mock.timers.tick(5_000);
  assert.deepEqual(ready, []);
  watch.add([span("root", "")]);
  t.mock.timers.tick(299);
  watch.add([span("child2", "root")]);
  t.mock.timers.tick(299);
  assert.deepEqual(ready, []);
  t.mock.timers.tick(1);
  assert.deepEqual(ready, ["finished child,root,child2"]);
});

test("late spans are ready alone", (t) => {
  const { watch, ready } = start(t);
  watch.add([span("root", "")]);
  t.mock.timers.tick(300);
  watch.add([span("late", "gone")]);
  t.mock.timers.tick(300);
  assert.deepEqual(ready, ["finished root", "late late"]);
});

test("a root whose parent is in another process is waited for a little longer", (t) => {
  const { watch, ready } = start(t);
  watch.add([span("flagged", "elsewhere", { flags: 0x300 })]);
  t.mock.timers.tick(999);
  assert.deepEqual(ready, []);
  t.mock.timers.tick(1);
  assert.deepEqual(ready, ["finished flagged"]);
});

test("without flags the kind of a span tells whether its parent is remote", (t) => {
  const { watch, ready } = start(t);
  watch.add([span("server", "elsewhere", { kind: 2 })]);
  watch.add([span("local", "open", { traceId: "02" })]);
  t.mock.timers.tick(1_000);
  assert.deepEqual(ready, ["finished server"]);
  t.mock.timers.tick(29_000);
  assert.deepEqual(ready, ["finished server", "unfinished local"]);
});

test("flush() shows what is waiting, close() forgets it", (t) => {
  const { watch, ready } = start(t);
  watch.add([span("a", "open")]);
  watch.flush();
  assert.deepEqual(ready, ["unfinished a"]);
  watch.add([span("b", "", { traceId: "02" })]);
  watch.close();
  t.mock.timers.tick(60_000);
  assert.equal(ready.length, 1);
});

function start(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const ready: string[] = [];
  const watch = watchTraces({
    onReady: ({ state, spanIds }) => ready.push(`${state} ${[...spanIds].join(",")}`),
  });
  return { watch, ready };
}

function span(spanId: string, parentSpanId: string, fields: Partial<NewSpan> = {}): NewSpan {
  return { traceId: "01", spanId, parentSpanId, kind: 1, flags: 0, ...fields };
}
