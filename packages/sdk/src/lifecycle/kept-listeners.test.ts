import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeptListeners } from "./kept-listeners.ts";

/** An event that nobody emits. */
const EVENT = "an event of this test";

const events: NodeJS.EventEmitter = process;
const calls: string[] = [];
const kept = createKeptListeners();
kept.add({ name: EVENT, place: "first", listener: () => void calls.push("first") });
kept.add({ name: EVENT, place: "last", listener: () => void calls.push("last") });

/** Who is called, in order. */
function emit(): readonly string[] {
  events.emit(EVENT);
  return calls.splice(0);
}

function one(): void {
  calls.push("one");
}

function two(): void {
  calls.push("two");
}

test("listeners that the application adds come between ours", async () => {
  events.prependListener(EVENT, one);
  events.once(EVENT, two);
  await Promise.resolve();
  assert.deepEqual(emit(), ["first", "one", "two", "last"]);
  events.off(EVENT, one);
  assert.deepEqual(emit(), ["first", "last"]);
});

test("one that is added in the turn of the event comes after ours", () => {
  events.on(EVENT, one);
  assert.deepEqual(emit(), ["first", "last", "one"]);
  events.off(EVENT, one);
});

test("ours come back when the application removes all, and are there once", async () => {
  events.on(EVENT, one);
  events.removeAllListeners(EVENT);
  assert.deepEqual(emit(), []);
  await Promise.resolve();
  assert.deepEqual(emit(), ["first", "last"]);
  events.removeAllListeners(EVENT);
  await Promise.resolve();
  assert.deepEqual(emit(), ["first", "last"]);
});
