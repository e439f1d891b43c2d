import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import { createLoggerRig } from "./logger-rig.test.helper.ts";

test("records wait for others until the batch is full, then go at once", () => {
  const { logger, delivery, figures } = createLoggerRig({ maxExportBatchSize: 3 });
  for (let count = 0; count < 7; count++) logger.emit({ body: `record ${count}` });
  assert.deepEqual(
    delivery.batches.map(({ items, signal }) => [items, signal]),
    [
      [3, "logs"],
      [3, "logs"],
    ],
  );
  assert.equal(figures().made, 7);
});

test("a burst of 10,000 records loses none", async () => {
  const { logger, provider, records, figures } = createLoggerRig();
  for (let count = 0; count < 10_000; count++) logger.emit({ body: String(count) });
  await provider.forceFlush();
  assert.deepEqual(
    records().map(({ body }) => Number(body?.stringValue)),
    Array.from({ length: 10_000 }, (_, index) => index),
  );
  assert.deepEqual([figures().made, figures().pending], [10_000, 10_000]);
});

test("a lone record goes after the delay", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { logger, delivery } = createLoggerRig({ scheduleDelayMs: 1000 });
  logger.emit({ body: "one" });
  t.mock.timers.tick(999);
  assert.equal(delivery.batches.length, 0);
  t.mock.timers.tick(1);
  assert.equal(delivery.batches.length, 1);
});

test("long records do not make long batches, and no request is longer than may be", () => {
  const { logger, delivery } = createLoggerRig({ maxRequestBytes: 300_000 });
  for (let count = 0; count < 12; count++) logger.emit({ body: "x".repeat(100_000) });
  assert.ok(delivery.batches.length >= 4, String(delivery.batches.length));
  assert.ok(delivery.batches.every(({ bytes }) => bytes <= 300_000));
  assert.equal(
    delivery.batches.reduce((sum, { items }) => sum + items, 0),
    10,
  );
});

test("text at any depth keeps batches short: 200 records of 200 KB leave in requests of about 1 MB", async () => {
  const { logger, provider, delivery } = createLoggerRig();
  for (let count = 0; count < 200; count++) {
    const content = String(count) + "x".repeat(200_000);
    logger.emit({
      attributes: { messages: [{ role: "user", parts: [{ type: "text", content }] }] },
    });
  }
  assert.ok(delivery.batches.length >= 39, String(delivery.batches.length));
  await provider.forceFlush();
  assert.ok(delivery.batches.every(({ bytes }) => bytes < 1_100_000));
  assert.equal(
    delivery.batches.reduce((sum, { items }) => sum + items, 0),
    200,
  );
});

test("a body that refers to itself is repaired, and counted", async () => {
  const { logger, provider, records, figures } = createLoggerRig();
  logger.emit({ body: "good 1" });
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  logger.emit({ body: cycle });
  logger.emit({ body: "good 2" });
  await provider.forceFlush();
  assert.deepEqual(
    records().map(({ body }) => body),
    [
      { stringValue: "good 1" },
      { kvlistValue: { values: [{ key: "self", value: { stringValue: "[circular]" } }] } },
      { stringValue: "good 2" },
    ],
  );
  const { made, dropped, pending, repaired } = figures();
  assert.deepEqual([made, dropped.encoding, pending, repaired], [3, 0, 3, 1]);
});

const hostile: readonly (readonly [string, unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["a timestamp that is an object", { timestamp: {}, body: "b" }],
  ["a timestamp that is an invalid date", { timestamp: new Date(Number.NaN), body: "b" }],
  ["attributes that are null", { attributes: null, body: "b" }],
  [
    "attributes whose getter throws",
    { body: "b", attributes: Object.defineProperty({}, "x", { enumerable: true, get: thrower }) },
  ],
  ["a revoked proxy for attributes", { body: "b", attributes: revoked() }],
  [
    "a body whose getter throws",
    Object.defineProperty({}, "body", { enumerable: true, get: thrower }),
  ],
  ["a BigInt body", { body: 10n ** 40n }],
  ["a symbol for a body", { body: Symbol("s") }],
  ["an exception that throws", { body: "b", exception: revoked() }],
  ["a text for a severity", { body: "b", severityNumber: "high" }],
];

for (const [name, record] of hostile) {
  test(`emit() with ${name} does not throw, takes nothing along, and is counted`, async () => {
    const { logger, provider, records, figures } = createLoggerRig();
    logger.emit({ body: "before" });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what applications pass all the same
    logger.emit(record as never);
    logger.emit({ body: "after" });
    await provider.forceFlush();
    const bodies = records().map(({ body }) => body?.stringValue);
    assert.ok(bodies.includes("before") && bodies.includes("after"), JSON.stringify(bodies));
    assert.equal(figures().made, 3);
    assert.equal(figures().pending, bodies.length);
    assert.equal(figures().made, figures().pending + figures().dropped.encoding);
  });
}

test("a processor of the user's that throws takes no record away", async () => {
  const thrown: LogRecordProcessor = {
    onEmit: thrower,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const { logger, provider, records } = createLoggerRig({}, [thrown]);
  logger.emit({ body: "one" });
  await provider.forceFlush();
  assert.equal(records().length, 1);
});

test("flush and shutdown send what is open, within the time that exports may take", async () => {
  const { logger, provider, delivery } = createLoggerRig();
  logger.emit({ body: "one" });
  await provider.forceFlush();
  logger.emit({ body: "two" });
  await provider.shutdown();
  assert.equal(delivery.batches.length, 2);
  assert.match(delivery.ends.join(), /^flush \d+,(?:flush \d+,)*shutdown 3000$/);
});

function thrower(): never {
  throw new Error("hostile");
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
