import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { test } from "node:test";

import { ROOT_CONTEXT, createContextKey } from "@opentelemetry/api";

import { createContextManager } from "./manager.ts";

const KEY = createContextKey("test");
const one = ROOT_CONTEXT.setValue(KEY, 1);
const two = ROOT_CONTEXT.setValue(KEY, 2);

test("active() is the root context when nothing was entered", () => {
  assert.equal(createContextManager().active(), ROOT_CONTEXT);
});

test("with() passes receiver, arguments and result on, and restores the context even after a throw", () => {
  const manager = createContextManager();
  const receiver = { base: 10 };
  function add(this: { base: number }, a: number, b: number): number {
    assert.equal(manager.active(), one);
    return this.base + a + b;
  }
  assert.equal(manager.with(one, add, receiver, 1, 2), 13);
  assert.throws(
    () =>
      manager.with(one, () => {
        throw new Error("from inside");
      }),
    /from inside/,
  );
  assert.equal(manager.active(), ROOT_CONTEXT);
});

test("with() keeps contexts of interleaved asynchronous work apart", async () => {
  const manager = createContextManager();
  const seen = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      manager.with(ROOT_CONTEXT.setValue(KEY, index), async () => {
        await delay(index % 5);
        return manager.active().getValue(KEY);
      }),
    ),
  );
  assert.deepEqual(
    seen,
    Array.from({ length: 50 }, (_, index) => index),
  );
});

test("bind() keeps receiver, arguments and length of a function", () => {
  const manager = createContextManager();
  function call(this: { name: string }, first: string, second: string): string {
    assert.equal(manager.active(), one);
    return this.name + first + second;
  }
  const target = { name: "receiver", call: manager.bind(one, call) };
  assert.equal(target.call.length, 2);
  assert.equal(target.call("-a", "-b"), "receiver-a-b");
  assert.equal(manager.bind(one, 5), 5);
});

test("bind() runs listeners of an emitter in the context, with the emitter as receiver", () => {
  const manager = createContextManager();
  const emitter = manager.bind(one, new EventEmitter());
  const seen: unknown[] = [];
  function note(this: unknown, value: unknown): void {
    seen.push(value, manager.active() === one, this === emitter);
  }
  emitter.on("a", note);
  emitter.once("b", note);
  emitter.prependOnceListener("b", note);
  manager.with(two, () => {
    emitter.emit("a", "x");
    emitter.emit("b", "y");
    emitter.emit("b", "z");
  });
  assert.deepEqual(seen, ["x", true, true, "y", true, true, "y", true, true]);
});

function listener(): void {
  assert.fail("was removed");
}

test("bind() lets listeners of an emitter be removed by the function that was added", () => {
  const manager = createContextManager();
  const emitter = manager.bind(one, new EventEmitter());
  emitter.on("a", listener).on("a", listener).once("a", listener).on("b", listener);
  emitter.off("a", listener).removeListener("a", listener).off("a", listener);
  emitter.removeAllListeners("b");
  assert.equal(emitter.listenerCount("a"), 0);
  assert.equal(emitter.listenerCount("b"), 0);
  emitter.emit("a");
  emitter.on("b", () => undefined);
  assert.equal(emitter.listenerCount("b"), 1);
});

test("enterWith() lasts for the rest of the asynchronous execution and no longer", async () => {
  const manager = createContextManager();
  const inside = Promise.resolve().then(async () => {
    manager.enterWith(one);
    await delay(1);
    return manager.active();
  });
  assert.equal(manager.active(), ROOT_CONTEXT);
  assert.equal(await inside, one);
  assert.equal(manager.active(), ROOT_CONTEXT);
});

test("attach() gives a token that restores the previous context once", () => {
  const manager = createContextManager();
  manager.with(one, () => {
    const token = manager.attach(two);
    assert.equal(manager.active(), two);
    token.dispose();
    assert.equal(manager.active(), one);
    manager.enterWith(two);
    token.dispose();
    assert.equal(manager.active(), two);
  });
});
