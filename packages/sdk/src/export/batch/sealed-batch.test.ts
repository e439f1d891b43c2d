import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch } from "../batch.ts";
import { jsonFormat } from "../encode/json-format.ts";
import { decodeTraceJson, decodeTraceRequest } from "../encode/otlp-schema.test.helper.ts";
import { protobufFormat } from "../encode/protobuf-format.ts";
import type { RequestFormat } from "../encode/request-format.ts";
import { BLOCK_BYTES, createBlockPool } from "./block-pool.ts";
import { createBodyWriter } from "./body.ts";
import { createBatching } from "./fake-delivery.test.helper.ts";

async function sealed(format: RequestFormat, count: number, size: number): Promise<Batch> {
  const { provider, delivery } = createBatching({ format, sealBytes: 1e9 });
  for (let at = 0; at < count; at += 1) {
    const span = provider.getTracer(`lib${at % 3}`).startSpan(`s${at}`);
    span.setAttribute("text", String(at % 10).repeat(size)).end();
  }
  await provider.forceFlush();
  const [batch] = delivery.batches;
  if (batch === undefined || delivery.batches.length > 1) throw new Error("not one batch");
  return batch;
}

function decode(format: RequestFormat, batch: Batch): string {
  const body = Buffer.concat(batch.body);
  assert.equal(body.length, batch.bytes);
  const request =
    format === jsonFormat ? decodeTraceJson(body.toString()) : decodeTraceRequest(body);
  return JSON.stringify(request);
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/"name":"(s\d+)"/g)].map(([, name = ""]) => name);
}

for (const format of [protobufFormat, jsonFormat]) {
  test(`a batch can be split down to single spans, and none is lost (${format.contentType})`, async () => {
    const whole = await sealed(format, 23, 5000);
    const expected = namesIn(decode(format, whole));
    const waiting = [whole];
    const names: string[] = [];
    for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop()) {
      const halves = batch.split();
      if (halves === undefined) {
        assert.equal(batch.items, 1);
        names.push(...namesIn(decode(format, batch)));
        batch.release();
        continue;
      }
      const [first, second] = halves;
      assert.equal(first.items + second.items, batch.items);
      assert.ok(first.bytes < batch.bytes && second.bytes < batch.bytes);
      assert.deepEqual([first.signal, first.contentType], [batch.signal, format.contentType]);
      waiting.push(second, first);
    }
    assert.deepEqual(names, expected);
    assert.equal(names.length, 23);
  });
}

test("a split divides the bytes about evenly", async () => {
  const whole = await sealed(protobufFormat, 40, 10_000);
  const [first, second] = whole.split() ?? [];
  assert.ok(first !== undefined && second !== undefined);
  assert.ok(Math.abs(first.bytes - second.bytes) < 25_000);
});

test("a body has as many bytes of memory as it was measured, whole blocks from the pool", () => {
  const pool = createBlockPool();
  const writer = createBodyWriter(BLOCK_BYTES * 2 + 100, pool);
  const source = Buffer.alloc(BLOCK_BYTES * 2 + 100, "abc");
  writer.append(source, 0, 70_001);
  writer.append(source, 70_001, source.length);
  const body = writer.finish();
  assert.deepEqual(
    body.pieces.map(({ length, buffer }) => [length, buffer.byteLength]),
    [
      [BLOCK_BYTES, BLOCK_BYTES],
      [BLOCK_BYTES, BLOCK_BYTES],
      [100, 100],
    ],
  );
  assert.deepEqual(Buffer.concat(body.pieces), source);
  const [first] = body.pieces;
  body.release();
  body.release();
  const again = [pool.take(), pool.take(), pool.take()];
  assert.ok(again.some((block) => block === first));
  assert.equal(new Set(again).size, 3);
});

test("a body that is not as long as it was measured is an error, not a broken request", () => {
  const source = Buffer.alloc(100);
  const pool = createBlockPool();
  assert.throws(() => createBodyWriter(10, pool).append(source, 0, 11), /longer/);
  assert.throws(() => createBodyWriter(10, pool).finish(), /shorter/);
});

test("memory is reused from batch to batch", async () => {
  const { provider, delivery } = createBatching({ maxExportBatchSize: 100 });
  const buffers = new Set<ArrayBufferLike>();
  for (let at = 0; at < 1000; at += 1) {
    provider.getTracer("test").startSpan("a").setAttribute("x", "y".repeat(3000)).end();
    const batch = delivery.batches.at(-1);
    if (at % 100 !== 99 || batch === undefined) continue;
    for (const piece of batch.body) if (piece.length === BLOCK_BYTES) buffers.add(piece.buffer);
    batch.release();
  }
  assert.equal(delivery.batches.length, 10);
  assert.equal(buffers.size, 4);
});
