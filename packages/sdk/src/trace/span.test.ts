import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { createRecording, recordSpan } from "./recording.test.helper.ts";

test("an attribute set again keeps its place and takes the new value", () => {
  const { attributes } = recordSpan((span) =>
    span.setAttribute("a", 1).setAttribute("b", 2).setAttribute("a", "three"),
  );
  assert.deepEqual(attributes, { a: "three", b: 2 });
});

test("changes that the application makes to a value later are not recorded", () => {
  const list = ["a"];
  const bytes = Uint8Array.of(1);
  const map = { inner: { n: 1 } };
  const { attributes } = recordSpan((span) => {
    span.setAttributes({ list, bytes, map });
    list.push("b");
    bytes[0] = 9;
    map.inner.n = 2;
  });
  assert.deepEqual(attributes, {
    list: ["a"],
    bytes: Uint8Array.of(1),
    map: { inner: { n: 1 } },
  });
});

test("an attribute without a name, or of undefined, is left out", () => {
  const span = recordSpan((it) => it.setAttribute("", 1).setAttribute("a", undefined));
  assert.deepEqual(span.attributes, {});
  assert.equal(span.droppedAttributesCount, 1);
});

test("a link to what is no span context is dropped, since servers refuse the whole request for it", () => {
  const context = { traceId: "12", spanId: "1".repeat(16), traceFlags: 1 };
  const span = recordSpan((it) => it.addLink({ context }));
  assert.deepEqual([span.links, span.droppedLinksCount, span.repairs], [[], 1, 1]);
});

test("an event takes its time in place of attributes", () => {
  const { events } = recordSpan((it) => it.addEvent("e", [5, 6]).addEvent("f", { a: 1 }, [7, 8]));
  assert.deepEqual(
    events.map(({ time }) => time),
    [
      [5, 6],
      [7, 8],
    ],
  );
});

test("the status OK is final, UNSET is ignored, and only ERROR has a description", () => {
  const { UNSET, OK, ERROR } = SpanStatusCode;
  assert.deepEqual(status([ERROR]), { code: ERROR, message: "m" });
  assert.deepEqual(status([ERROR], [UNSET]), { code: ERROR, message: "m" });
  assert.deepEqual(status([ERROR], [ERROR, "n"]), { code: ERROR, message: "n" });
  assert.deepEqual(status([ERROR], [OK]), { code: OK });
  assert.deepEqual(status([OK], [ERROR]), { code: OK });
  assert.deepEqual(status([UNSET]), { code: UNSET });
});

test("an exception becomes an event with what is known of it", () => {
  const { events } = recordSpan((span) => {
    span.recordException(new TypeError("broken"));
    span.recordException({ code: 42, message: "coded" });
    span.recordException("just text");
    // @ts-expect-error what plain JavaScript may do
    span.recordException({ stack: "nothing else" });
  });
  const [thrown, coded, text] = events.map(({ attributes }) => attributes ?? {});
  assert.equal(events.length, 3);
  assert.equal(thrown?.["exception.type"], "TypeError");
  assert.equal(thrown?.["exception.message"], "broken");
  assert.match(String(thrown?.["exception.stacktrace"]), /TypeError: broken\n +at /);
  assert.deepEqual(coded, { "exception.type": "42", "exception.message": "coded" });
  assert.deepEqual(text, { "exception.message": "just text" });
});

test("what is done to a span after its end is ignored", () => {
  const recording = createRecording();
  const span = recording.provider.getTracer("test").startSpan("a");
  span.end([2_000_000_000, 0]);
  assert.equal(span.isRecording(), false);
  const context = { traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 1 };
  span.setAttribute("late", 1).setAttributes({ late: 1 }).addEvent("late").addLink({ context });
  span.addLinks([{ context }]).setStatus({ code: SpanStatusCode.OK }).updateName("late");
  span.recordException("late");
  span.end([3_000_000_000, 0]);
  const ended = recording.only();
  assert.deepEqual([ended.name, ended.attributes, ended.events, ended.links], ["a", {}, [], []]);
  assert.deepEqual(ended.status, { code: SpanStatusCode.UNSET });
  assert.deepEqual(ended.endTime, [2_000_000_000, 0]);
});

test("a span knows its kind, name, times and duration", () => {
  const recording = createRecording();
  const startTime: [number, number] = [1000, 999_999_999];
  const span = recording.provider
    .getTracer("test")
    .startSpan("first", { kind: SpanKind.CLIENT, startTime });
  assert.equal(span.isRecording(), true);
  span.updateName("second").end([1002, 1]);
  const { name, kind, duration, ended } = recording.only();
  assert.deepEqual([name, kind, duration, ended], ["second", SpanKind.CLIENT, [1, 2], true]);
});

test("a span that ends before it starts has no duration", () => {
  const recording = createRecording();
  recording.provider
    .getTracer("test")
    .startSpan("a", { startTime: [10, 5] })
    .end([10, 4]);
  const { startTime, endTime, duration } = recording.only();
  assert.deepEqual(
    [startTime, endTime, duration],
    [
      [10, 5],
      [10, 5],
      [0, 0],
    ],
  );
});

test("a wrong time is replaced by the present one, and counted", () => {
  const recording = createRecording();
  const before = Date.now() - 1;
  recording.provider
    .getTracer("test")
    .startSpan("a", { startTime: new Date("no date") })
    .end(Number.NaN);
  const { startTime, endTime, repairs } = recording.only();
  assert.ok(startTime[0] * 1000 + startTime[1] / 1e6 >= before);
  assert.ok(endTime[0] * 1000 + endTime[1] / 1e6 <= Date.now() + 2);
  assert.equal(repairs, 2);
});

function status(...given: readonly (readonly [SpanStatusCode, string?])[]): unknown {
  return recordSpan((span) => {
    for (const [code, message = "m"] of given) span.setStatus({ code, message });
  }).status;
}

test("console.log shows a span as its type has it", () => {
  const text = inspect(recordSpan((span) => span.setAttribute("a", 1)));
  assert.match(text, /name: 'a'/);
  assert.match(text, /attributes: \{ a: 1 \}/);
  assert.doesNotMatch(text, /attributeList|limits/);
});
