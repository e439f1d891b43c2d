import assert from "node:assert/strict";
import { test } from "node:test";
import { createSpanBox, type SpanBox } from "./span-box.ts";
import { CHUNK_BYTES, readChunk, SpanChunk } from "./span-chunk.ts";

interface Rig {
  readonly box: SpanBox;
  readonly missing: Int32Array;
  readonly chunks: Map<number, SharedArrayBuffer>;
  /** What another thread finds. */
  readonly contents: () => readonly string[];
}

function createRig(): Rig {
  const chunks = new Map<number, SharedArrayBuffer>();
  const missing = new Int32Array(new SharedArrayBuffer(4));
  const box = createSpanBox(missing, {
    added: (number, memory) => void chunks.set(number, memory),
    removed: (number) => void chunks.delete(number),
  });
  const contents = (): readonly string[] => [...chunks.values()].flatMap(contentsOf);
  return { box, missing, chunks, contents };
}

function contentsOf(memory: SharedArrayBuffer): readonly string[] {
  const { source, spans } = readChunk(memory);
  return spans.map(
    ({ scope, start, end }) => `${scope} ${Buffer.from(source.subarray(start, end)).toString()}`,
  );
}

function addAll(box: SpanBox, ...texts: readonly string[]): void {
  for (const text of texts) box.add(Buffer.from(text), text.length);
}

test("a box has what was added and not settled, whatever is settled first", () => {
  const { box, contents, chunks } = createRig();
  assert.equal(chunks.size, 0, "no memory before the first span");
  addAll(box, "one", "two");
  const first = box.group();
  first.hold();
  addAll(box, "three");
  const second = box.group();
  second.hold();
  addAll(box, "open");
  assert.deepEqual(contents(), ["3 one", "3 two", "5 three", "4 open"]);
  second.release();
  assert.deepEqual(contents(), ["3 one", "3 two", "4 open"]);
  first.release();
  assert.deepEqual(contents(), ["4 open"]);
});

test("spans are settled when all parts of their batch are", () => {
  const { box, contents } = createRig();
  addAll(box, "one", "two");
  const group = box.group();
  assert.equal(box.group(), group, "until the next span it is the same");
  group.hold();
  group.hold();
  group.release();
  assert.deepEqual(contents(), ["3 one", "3 two"]);
  group.release();
  assert.deepEqual(contents(), []);
});

test("room that settled spans have left is used again", () => {
  const { box, contents, chunks } = createRig();
  const span = Buffer.alloc(10_000);
  for (let round = 0; round < 1000; round += 1) {
    box.add(span, 0);
    const group = box.group();
    group.hold();
    group.release();
  }
  assert.equal(chunks.size, 1);
  assert.deepEqual(contents(), []);
});

test("in an outage a box grows with what is not settled, and shrinks afterwards", () => {
  const { box, contents, chunks } = createRig();
  const groups = [];
  for (let batch = 0; batch < 20; batch += 1) {
    for (let span = 0; span < 10; span += 1) box.add(Buffer.alloc(CHUNK_BYTES / 10), batch);
    const group = box.group();
    group.hold();
    groups.push(group);
  }
  assert.equal(contents().length, 200);
  for (const group of groups.toReversed()) group.release();
  assert.deepEqual(contents(), []);
  assert.ok(chunks.size <= 2);
});

test("a span larger than a chunk has one of its own", () => {
  const { box, chunks } = createRig();
  addAll(box, "small");
  box.add(Buffer.alloc(3 * CHUNK_BYTES), 7);
  const found = [...chunks.values()].flatMap((memory) => readChunk(memory).spans);
  assert.deepEqual(
    found.map(({ start, end }) => end - start),
    [5, 3 * CHUNK_BYTES],
  );
});

test("what finds no room is counted until it is settled", () => {
  const { box, contents, missing, chunks } = createRig();
  for (let span = 0; span < 50; span += 1) box.add(Buffer.alloc(CHUNK_BYTES), 0);
  assert.equal(contents().length + (missing[0] ?? 0), 50);
  assert.ok((missing[0] ?? 0) > 0);
  assert.ok(
    [...chunks.values()].reduce((sum, { byteLength }) => sum + byteLength, 0) <= 40 * 2 ** 20,
  );
  const group = box.group();
  group.hold();
  group.release();
  assert.deepEqual([contents().length, missing[0]], [0, 0]);
});

test("after the end there is nothing, and a batch that is released later changes nothing", () => {
  const { box, contents } = createRig();
  addAll(box, "one", "two");
  const group = box.group();
  group.hold();
  box.clear();
  assert.deepEqual(contents(), []);
  addAll(box, "three");
  group.release();
  assert.deepEqual(contents(), ["5 three"]);
});

test("what somebody has taken over is not found again", () => {
  const chunk = new SpanChunk(0);
  chunk.add(Buffer.from("one"), 1);
  const { taken } = readChunk(chunk.memory);
  chunk.add(Buffer.from("two"), 2);
  taken();
  assert.deepEqual(contentsOf(chunk.memory), ["2 two"]);
  chunk.clear();
  chunk.add(Buffer.from("three"), 3);
  taken();
  assert.deepEqual(contentsOf(chunk.memory), ["3 three"]);
});

test("whatever stands in a chunk, reading it ends and stays inside", () => {
  for (let seed = 1; seed < 200; seed += 1) {
    const memory = new SharedArrayBuffer(80);
    const bytes = new Uint8Array(memory, 16);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = (seed * 31 + at * at * 7) % 256;
    new Int32Array(memory).set([(seed * 7) % 65, seed, (seed % 70) - 3]);
    const { source, spans } = readChunk(memory);
    for (const { start, end } of spans) assert.ok(start <= end && end <= source.length);
  }
});
