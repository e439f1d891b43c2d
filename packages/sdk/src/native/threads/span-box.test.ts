import assert from "node:assert/strict";
import { test } from "node:test";
import { createSpanBox, readSpanBox } from "./span-box.ts";

const HEADER_BYTES = 16;
const PREFIX_BYTES = 8;

function memoryFor(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + bytes);
}

function contentsOf(memory: SharedArrayBuffer): readonly string[] {
  const { source, spans } = readSpanBox(memory);
  return spans.map(
    ({ scope, start, end }) => `${scope} ${Buffer.from(source.subarray(start, end)).toString()}`,
  );
}

test("a box has what was added and not settled, the oldest first", () => {
  const memory = memoryFor(1000);
  const box = createSpanBox(memory);
  assert.deepEqual(contentsOf(memory), []);
  for (const text of ["one", "two", "three"]) box.add(Buffer.from(text), text.length);
  assert.deepEqual(contentsOf(memory), ["3 one", "3 two", "5 three"]);
  box.keep(2);
  assert.deepEqual(contentsOf(memory), ["3 two", "5 three"]);
  box.keep(5);
  assert.deepEqual(contentsOf(memory), ["3 two", "5 three"]);
  box.keep(0);
  assert.deepEqual(contentsOf(memory), []);
});

test("room that settled spans have left is used again", () => {
  const memory = memoryFor(3 * (PREFIX_BYTES + 4));
  const box = createSpanBox(memory);
  for (let round = 0; round < 1000; round++) {
    box.add(Buffer.from(String(round).padStart(4, "0")), 0);
    box.keep(2);
  }
  assert.deepEqual(contentsOf(memory), ["0 0998", "0 0999"]);
});

test("what finds no room is left out, and the others stay in step", () => {
  const memory = memoryFor(2 * (PREFIX_BYTES + 4));
  const box = createSpanBox(memory);
  for (const text of ["aaaa", "bbbb", "cccc"]) box.add(Buffer.from(text), 1);
  assert.deepEqual(contentsOf(memory), ["1 aaaa", "1 bbbb"]);
  // The first is settled; the second and the one that is not there are not.
  box.keep(2);
  box.add(Buffer.from("dddd"), 1);
  assert.deepEqual(contentsOf(memory), ["1 bbbb", "1 dddd"]);
  box.keep(1);
  assert.deepEqual(contentsOf(memory), ["1 dddd"]);
});

test("a box of a thread that was tidying up gives nothing rather than anything wrong", () => {
  const memory = memoryFor(100);
  createSpanBox(memory).add(Buffer.from("whole"), 0);
  new Int32Array(memory)[2] = 1;
  assert.deepEqual(contentsOf(memory), []);
});

test("whatever stands in a box, reading it ends and stays inside", () => {
  for (let seed = 1; seed < 200; seed++) {
    const memory = memoryFor(64);
    const bytes = new Uint8Array(memory, HEADER_BYTES);
    for (let at = 0; at < bytes.length; at++) bytes[at] = (seed * 31 + at * at * 7) % 256;
    new Int32Array(memory).set([seed % 64, (seed * 7) % 65, 0]);
    const { source, spans } = readSpanBox(memory);
    for (const { start, end } of spans) assert.ok(start <= end && end <= source.length);
  }
});
