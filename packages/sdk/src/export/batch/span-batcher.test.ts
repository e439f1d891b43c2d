import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { createBatching, spansOf } from "./fake-delivery.test.helper.ts";

function namesOf(spans: ReturnType<typeof spansOf>): readonly string[] {
  return spans.map(({ name }) => name);
}

test("a batch is sealed when it has the largest number of spans", () => {
  const { provider, delivery } = createBatching({ maxExportBatchSize: 3 });
  for (let at = 0; at < 7; at += 1) provider.getTracer("test").startSpan(`s${at}`).end();
  assert.deepEqual(
    delivery.batches.map((batch) => namesOf(spansOf(batch))),
    [
      ["s0", "s1", "s2"],
      ["s3", "s4", "s5"],
    ],
  );
});

test("a batch is sealed when it has the bytes for it", () => {
  const { provider, delivery } = createBatching({ sealBytes: 10_000 });
  for (let at = 0; at < 4; at += 1) {
    provider.getTracer("test").startSpan("s").setAttribute("text", "x".repeat(4000)).end();
  }
  assert.deepEqual(
    delivery.batches.map(({ items }) => items),
    [3],
  );
});

test("a batch is sealed when its first span has waited for the delay", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { provider, delivery } = createBatching({ scheduleDelayMs: 5000 });
  const tracer = provider.getTracer("test");
  tracer.startSpan("first").end();
  context.mock.timers.tick(3000);
  tracer.startSpan("second").end();
  context.mock.timers.tick(1999);
  assert.equal(delivery.batches.length, 0);
  context.mock.timers.tick(1);
  assert.deepEqual(delivery.batches.map(spansOf).map(namesOf), [["first", "second"]]);
  context.mock.timers.tick(20_000);
  assert.equal(delivery.batches.length, 1);
  tracer.startSpan("third").end();
  context.mock.timers.tick(5000);
  assert.equal(delivery.batches.length, 2);
});

test("a flush seals at once, and waits for the delivery", async () => {
  const { provider, delivery } = createBatching();
  provider.getTracer("test").startSpan("a").end();
  await provider.forceFlush();
  assert.deepEqual(delivery.batches.map(spansOf).map(namesOf), [["a"]]);
  assert.deepEqual(delivery.calls, ["flush"]);
  await provider.forceFlush();
  assert.equal(delivery.batches.length, 1);
});

test("spans are grouped by scope; the resource is the one of the moment of sealing", async () => {
  const resource = { attributes: { "service.name": "early" } };
  const { provider, delivery } = createBatching({ resource });
  const [one, two] = [provider.getTracer("one"), provider.getTracer("two")];
  for (const [at, tracer] of [one, two, one, one, two].entries()) tracer.startSpan(`s${at}`).end();
  resource.attributes = { "service.name": "late" };
  await provider.forceFlush();
  const [batch] = delivery.batches;
  assert.ok(batch !== undefined);
  const spans = spansOf(batch);
  assert.deepEqual(
    spans.map(({ scope, name }) => `${scope} ${name}`),
    ["one s0", "one s2", "one s3", "two s1", "two s4"],
  );
  assert.ok(spans.every((span) => span.resource.includes("late")));
  assert.deepEqual([batch.signal, batch.items], ["traces", 5]);
  assert.equal(batch.contentType, "application/x-protobuf");
});

test("the newest spans are dropped when open and pending bytes reach the bound", async () => {
  const { provider, delivery, ledger } = createBatching({ maxPendingBytes: 50_000 });
  const end = (): void => {
    provider.getTracer("test").startSpan("s").setAttribute("text", "x".repeat(10_000)).end();
  };
  delivery.pendingBytes = 30_000;
  for (let count = 0; count < 5; count += 1) end();
  await provider.forceFlush();
  assert.equal(delivery.batches[0]?.items, 2);
  const { made, dropped } = ledger.snapshot().traces;
  assert.deepEqual([made, dropped["queue-full"]], [5, 3]);
  delivery.pendingBytes = 0;
  end();
  assert.equal(ledger.snapshot().traces.dropped["queue-full"], 3);
});

test("where a number of spans is the bound, the newest beyond it are dropped until some are settled", async () => {
  const { provider, delivery, ledger } = createBatching({ maxQueueSize: 3 });
  const end = (): void => provider.getTracer("test").startSpan("s").end();
  for (let count = 0; count < 5; count += 1) end();
  await provider.forceFlush();
  assert.equal(delivery.batches[0]?.items, 3);
  assert.equal(ledger.snapshot().traces.dropped["queue-full"], 2);
  ledger.delivered("traces", 3);
  end();
  assert.equal(ledger.snapshot().traces.dropped["queue-full"], 2);
});

test("a span that ends after the shutdown counts as dropped", async () => {
  const { provider, delivery, ledger } = createBatching();
  const tracer = provider.getTracer("test");
  const late = tracer.startSpan("late");
  tracer.startSpan("early").end();
  await provider.shutdown();
  await provider.shutdown();
  late.end();
  assert.deepEqual(delivery.batches.map(spansOf).map(namesOf), [["early"]]);
  assert.deepEqual(delivery.calls, ["shutdown"]);
  const { made, dropped } = ledger.snapshot().traces;
  assert.deepEqual([made, dropped.shutdown], [2, 1]);
});

test("no request is larger than the limit, however the sizes fall", async () => {
  const maxRequestBytes = 100_000;
  const { provider, delivery } = createBatching({ maxRequestBytes });
  for (let at = 0; at < 300; at += 1) {
    const size = (at * 7919) % 60_000;
    provider
      .getTracer(`lib${at % 5}`)
      .startSpan("s")
      .setAttribute("x", "y".repeat(size))
      .end();
  }
  await provider.forceFlush();
  const items = delivery.batches.map((batch) => batch.items);
  assert.equal(
    items.reduce((sum, count) => sum + count, 0),
    300,
  );
  for (const batch of delivery.batches) {
    assert.ok(batch.bytes <= maxRequestBytes);
    assert.equal(Buffer.concat(batch.body).length, batch.bytes);
  }
});

test("a resource that leaves no room for two spans makes requests of one", async () => {
  const resource = { attributes: { small: "x" } };
  const { provider, delivery } = createBatching({ maxRequestBytes: 20_000, resource });
  for (let at = 0; at < 3; at += 1) {
    provider.getTracer("test").startSpan(`s${at}`).setAttribute("x", "y".repeat(4000)).end();
  }
  resource.attributes.small = "x".repeat(12_000);
  await provider.forceFlush();
  assert.deepEqual(delivery.batches.map(spansOf).map(namesOf), [["s0"], ["s1"], ["s2"]]);
});

test("the batcher keeps no reference to the request that ends a span", async () => {
  const storage = new AsyncLocalStorage<string>();
  const { provider, delivery } = createBatching({ maxExportBatchSize: 1 });
  const seen: unknown[] = [];
  delivery.accept = () => void seen.push(storage.getStore());
  storage.run("request", () => provider.getTracer("test").startSpan("a").end());
  await provider.forceFlush();
  assert.deepEqual(seen, [undefined]);
});

test("a span that waits does not keep the process alive", async () => {
  const helper = new URL("./fake-delivery.test.helper.ts", import.meta.url);
  const program = `
    const { createBatching } = await import(${JSON.stringify(helper.href)});
    createBatching({ scheduleDelayMs: 3600_000 }).provider.getTracer("test").startSpan("a").end();`;
  const args = ["--input-type=module", "--eval", program];
  await promisify(execFile)(process.execPath, args, { timeout: 30_000 });
});
