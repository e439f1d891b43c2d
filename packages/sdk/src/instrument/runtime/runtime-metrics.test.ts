import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";

import { metrics } from "@opentelemetry/api";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";

import { startRuntimeMetrics } from "./runtime-metrics.ts";

class Reader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

async function collect(reader: Reader): Promise<ReadonlyMap<string, readonly Point[]>> {
  const { resourceMetrics, errors } = await reader.collect();
  assert.deepEqual(errors, []);
  const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  return new Map(all.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints]));
}

test("nothing is started while no meter provider is registered", () => {
  startRuntimeMetrics(() => true)();
});

const ofLinux: readonly string[] = [
  "process.disk.io",
  "process.memory.virtual",
  "process.thread.count",
  "process.unix.file_descriptor.count",
];

test("event loop, heap, collections and process are measured by the conventions", async () => {
  const reader = new Reader();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const stop = startRuntimeMetrics(() => true);
  const names = await untilCollected(reader, ["v8js.gc.duration", "nodejs.eventloop.delay.p99"]);
  assert.deepEqual([...names.keys()].filter((name) => !ofLinux.includes(name)).toSorted(), [
    ...["max", "mean", "min", "p50", "p90", "p99", "stddev"].map(
      (each) => `nodejs.eventloop.delay.${each}`,
    ),
    "nodejs.eventloop.time",
    "nodejs.eventloop.utilization",
    "process.context_switches",
    "process.cpu.time",
    "process.cpu.utilization",
    "process.memory.usage",
    "process.paging.faults",
    "process.uptime",
    "v8js.gc.duration",
    "v8js.memory.heap.space.available_size",
    "v8js.memory.heap.space.physical_size",
    "v8js.memory.heap.space.size",
    "v8js.memory.heap.used",
    "v8js.resource.active",
  ]);
  checkValues(names);
  checkProc(names);
  stop();
  const uptime = (await collect(reader)).get("process.uptime")?.[0]?.value;
  await setImmediate();
  assert.equal((await collect(reader)).get("process.uptime")?.[0]?.value, uptime);
});

test("nothing is told of a program that has just begun and has made no telemetry; then of all that was", async (t) => {
  const reader = new Reader();
  metrics.disable();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  t.mock.method(performance, "now", () => 4999);
  let has = false;
  const stop = startRuntimeMetrics(() => has);
  const all = await collect(reader);
  assert.deepEqual([...all.values()].flat(), []);
  has = true;
  assert.ok((await collect(reader)).has("process.uptime"));
  stop();
});

test("what lasts for five seconds is told of anyway", async (t) => {
  const reader = new Reader();
  metrics.disable();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const now = t.mock.method(performance, "now", () => 4999);
  const stop = startRuntimeMetrics(() => false);
  assert.equal((await collect(reader)).has("process.uptime"), false);
  now.mock.mockImplementation(() => 5001);
  assert.ok((await collect(reader)).has("process.uptime"));
  stop();
});

test("several readers get the same sample, not what is left of it", async () => {
  const readers = [new Reader(), new Reader()] as const;
  metrics.disable();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [...readers] }));
  const stop = startRuntimeMetrics(() => true);
  await untilCollected(readers[0], ["nodejs.eventloop.delay.max"]);
  const [first, second] = await Promise.all(readers.map((reader) => collect(reader)));
  for (const name of ["nodejs.eventloop.delay.max", "nodejs.eventloop.utilization"]) {
    assert.deepEqual(first?.get(name)?.[0]?.value, second?.get(name)?.[0]?.value, name);
  }
  stop();
});

function checkValues(all: ReadonlyMap<string, readonly Point[]>): void {
  const value = (name: string): number => Number(all.get(name)?.[0]?.value);
  const delay = (name: string): number => value(`nodejs.eventloop.delay.${name}`);
  assert.ok(delay("min") > 0 && delay("min") <= delay("p50") && delay("p50") <= delay("max"));
  assert.ok(delay("max") < 30, "seconds, not nanoseconds");
  assert.ok(
    value("nodejs.eventloop.utilization") >= 0 && value("nodejs.eventloop.utilization") <= 1,
  );
  assert.ok(Math.abs(value("process.uptime") - process.uptime()) < 10);
  assert.ok(value("process.memory.usage") > 10_000_000);
  assert.ok(value("process.cpu.time") > 0 && value("process.cpu.time") < 100);
  const attributes = (name: string, key: string): readonly string[] =>
    (all.get(name) ?? []).map((point) => String(point.attributes[key])).toSorted();
  assert.deepEqual(attributes("process.cpu.time", "cpu.mode"), ["system", "user"]);
  assert.deepEqual(attributes("nodejs.eventloop.time", "nodejs.eventloop.state"), [
    "active",
    "idle",
  ]);
  assert.ok(attributes("v8js.memory.heap.used", "v8js.heap.space.name").includes("new_space"));
  for (const type of attributes("v8js.gc.duration", "v8js.gc.type")) {
    assert.ok(["major", "minor", "incremental", "weakcb"].includes(type));
  }
}

function checkProc(all: ReadonlyMap<string, readonly Point[]>): void {
  const points = (name: string): readonly Point[] => all.get(name) ?? [];
  if (process.platform !== "linux") {
    for (const name of ofLinux) assert.deepEqual(points(name), []);
    return;
  }
  const value = (name: string): number => Number(points(name)[0]?.value);
  assert.ok(value("process.memory.virtual") > value("process.memory.usage"));
  assert.ok(value("process.thread.count") >= 2 && value("process.thread.count") < 1000);
  assert.ok(value("process.unix.file_descriptor.count") >= 3);
  // Some sandboxes do not tell.
  const directions = points("process.disk.io").map(
    (point) => point.attributes["disk.io.direction"],
  );
  assert.ok(["", "read,write"].includes(directions.join(",")), directions.join(","));
}

/** Makes garbage and lets the event loop turn until the metrics are there. */
async function untilCollected(
  reader: Reader,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Point[]>> {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    let garbage: unknown[] = [];
    for (let index = 0; index < 200_000; index += 1) garbage.push({ index });
    garbage = [];
    // oxlint-disable-next-line no-await-in-loop -- polls
    await setImmediate();
    // oxlint-disable-next-line no-await-in-loop -- polls
    const found = await collect(reader);
    if (names.every((name) => found.has(name))) return found;
  }
  return assert.fail(`no ${names.join(", ")} within 20 s`);
}
