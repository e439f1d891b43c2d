import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import { hostileValues } from "../trace/hostile-values.test.helper.ts";
import { createLoggerRig, emitAny, type LoggerRig, processorOf } from "./logger-rig.test.helper.ts";

/** Far more than it takes, and far less than it took. */
const FEW_SECONDS = 5000;

test("what is repaired in a record is counted once, and what is left out is in its count", async () => {
  const { logger, provider, records, figures } = createLoggerRig();
  const attributes = {
    a: Symbol("s"),
    b: () => 1,
    "": 1,
    date: new Date(0),
    good: [{ id: 2n ** 63n - 1n }],
  };
  emitAny(logger, { body: 5n, attributes });
  emitAny(logger, { body: 2n ** 62n });
  emitAny(logger, { body: 2n ** 62n + 1n });
  await provider.forceFlush();
  const [first, second, third] = records();
  assert.deepEqual(first?.attributes, [
    { key: "date", value: { stringValue: "1970-01-01T00:00:00.000Z" } },
    {
      key: "good",
      value: {
        arrayValue: {
          values: [
            {
              kvlistValue: {
                values: [{ key: "id", value: { stringValue: "9223372036854775807" } }],
              },
            },
          ],
        },
      },
    },
  ]);
  assert.deepEqual([first?.droppedAttributesCount, second?.droppedAttributesCount], [3, 0]);
  assert.deepEqual(
    [first?.body, second?.body, third?.body],
    [{ intValue: 5 }, { intValue: "4611686018427387904" }, { stringValue: "4611686018427387905" }],
  );
  assert.deepEqual([figures().made, figures().repaired], [3, 2]);
});

test("a record repaired at first, and by a processor again, is repaired once", async () => {
  const spoils = processorOf((record) => Reflect.set(record.attributes, "bad", Symbol("s")));
  const { logger, provider, records, figures } = createLoggerRig({}, [spoils]);
  emitAny(logger, { body: "b", attributes: { also: Symbol("s") } });
  await provider.forceFlush();
  assert.deepEqual([records()[0]?.droppedAttributesCount, figures().repaired], [2, 1]);
});

test("times and severities that are none are left out in JSON too, and the record is counted as repaired", async () => {
  const { logger, provider, records, figures } = createLoggerRig();
  const before = Date.now();
  emitAny(logger, { body: "b", severityNumber: Number.NaN, timestamp: new Date(Number.NaN) });
  emitAny(logger, { body: "b", severityNumber: 9.5, timestamp: [Number.NaN, 0] });
  emitAny(logger, { body: "b", severityNumber: 60, timestamp: new Date(before) });
  await provider.forceFlush();
  assert.deepEqual(
    records().map(({ severityNumber }) => severityNumber),
    [undefined, undefined, 60],
  );
  for (const { timeUnixNano } of records()) {
    assert.ok(Math.abs(Number(timeUnixNano) / 1e6 - before) < 60_000, timeUnixNano);
  }
  assert.equal(figures().repaired, 2);
});

test("attributes beyond the limit are counted, and their values are not even read through", async () => {
  const { logger, provider, records, figures } = createLoggerRig();
  const explosive = hostileValues["explosive"]?.();
  const given = Array.from({ length: 200 }, (_, at) => [`k${at}`, at < 128 ? at : explosive]);
  emitAny(logger, { body: "b", attributes: Object.fromEntries(given) });
  await provider.forceFlush();
  const [record] = records();
  assert.deepEqual([record?.attributes.length, record?.droppedAttributesCount], [128, 72]);
  assert.equal(figures().repaired, 0);
});

test("explosive values in every attribute together cost about as much as one", async () => {
  const { logger, provider, records } = createLoggerRig();
  const explosive = hostileValues["explosive"]?.();
  const begun = performance.now();
  const given = Array.from({ length: 128 }, (_, at) => [`k${at}`, explosive]);
  emitAny(logger, { body: "b", attributes: Object.fromEntries([...given, ["last", 1]]) });
  await provider.forceFlush();
  const [record] = records();
  assert.ok((record?.droppedAttributesCount ?? 0) > 100);
  assert.ok(performance.now() - begun < FEW_SECONDS);
});

test("a short record that repeats a long text without end loses that value alone", async () => {
  const { logger, provider, records, figures } = createLoggerRig({ maxRequestBytes: 2 ** 30 });
  let many: unknown = "中".repeat(1_000_000);
  for (let level = 0; level < 20; level++) many = [many, many];
  emitAny(logger, { body: "b", attributes: { many, good: "yes" } });
  await provider.forceFlush();
  assert.deepEqual(records()[0]?.attributes, [{ key: "good", value: { stringValue: "yes" } }]);
  assert.equal(figures().repaired, 1);
});

test("a text that no request can hold is lost as too large, without being written", async () => {
  const { logger, provider, delivery, figures } = createLoggerRig();
  emitAny(logger, { body: "x".repeat(33 * 1024 * 1024) });
  await provider.forceFlush();
  assert.equal(delivery.batches.length, 0);
  assert.deepEqual([figures().made, figures().dropped["too-large"]], [1, 1]);
});

test("later changes of a body do not matter", async () => {
  const { logger, provider, records } = createLoggerRig();
  const body = { a: 1 };
  emitAny(logger, { body });
  body.a = 2;
  await provider.forceFlush();
  assert.deepEqual(records()[0]?.body, {
    kvlistValue: { values: [{ key: "a", value: { intValue: 1 } }] },
  });
});

test("processors see the whole record, one that emits a record itself too", async () => {
  const seen: unknown[] = [];
  let rig: LoggerRig | undefined;
  const nests = processorOf(({ body, attributes, droppedAttributesCount }) => {
    seen.push([body, { ...attributes }, droppedAttributesCount]);
    if (body === "outer") rig?.logger.emit({ body: "inner", attributes: { list: [1] } });
  });
  rig = createLoggerRig({}, [nests]);
  emitAny(rig.logger, { body: "outer", attributes: { a: { b: [1n] }, s: Symbol("s") } });
  await rig.provider.forceFlush();
  assert.deepEqual(seen, [
    ["outer", { a: { b: [1] } }, 1],
    ["inner", { list: [1] }, 0],
  ]);
  assert.deepEqual(
    rig.records().map(({ droppedAttributesCount }) => droppedAttributesCount),
    [0, 1],
  );
});

test("a logger is enabled when one of the user's processors or ours is, and not for our first alone", () => {
  const off: LogRecordProcessor = { ...processorOf(() => {}), enabled: () => false };
  const { provider } = createLoggerRig({}, [off]);
  assert.equal(provider.getLogger("test").enabled(), true);
  const throws: LogRecordProcessor = { ...off, enabled: thrower };
  createLoggerRig({}, [throws]).logger.emit({ body: "b" });
});

function thrower(): never {
  throw new Error("hostile");
}
