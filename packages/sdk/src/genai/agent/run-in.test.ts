import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { inference } from "@agent-otel/semconv-genai";
import { SpanStatusCode } from "@opentelemetry/api";
import { agent, tool } from "../index.ts";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";

const telemetry = registerTestTelemetry();

beforeEach(() => telemetry.reset());

async function* count(to: number): AsyncGenerator<number, string> {
  for (let number = 1; number <= to; number += 1) {
    tool({ name: "count" }, () => number);
    // oxlint-disable-next-line no-await-in-loop -- what a real one does
    await Promise.resolve();
    yield number;
  }
  return "done";
}

async function read<T>(chunks: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

function reason(name: string): unknown {
  return telemetry.span(name).attributes["agent_otel.run.stop_reason"];
}

test("an asynchronous generator is the run: it ends with its last value, and its steps are inside", async () => {
  const numbers = agent({ name: "Gen" }, () => count(3));
  assert.deepEqual(telemetry.spans(), []);
  assert.deepEqual(await read(numbers), [1, 2, 3]);
  const run = telemetry.span("invoke_agent Gen");
  const tools = telemetry.spans().filter(({ name }) => name === "execute_tool count");
  assert.equal(tools.length, 3);
  for (const { parentSpanContext } of tools) {
    assert.equal(parentSpanContext?.spanId, run.spanContext().spanId);
  }
  assert.equal(run.attributes["agent_otel.run.tool_calls"], 3);
  assert.equal(reason("invoke_agent Gen"), "completed");
});

test("a followed generator is one: its kind, its return value and its methods", async () => {
  const plain = count(1);
  const followed = agent({ name: "Kind" }, () => count(1));
  assert.equal(Reflect.get(followed, Symbol.toStringTag), Reflect.get(plain, Symbol.toStringTag));
  assert.equal(Object.getPrototypeOf(followed), Object.getPrototypeOf(plain));
  assert.equal(followed[Symbol.asyncIterator](), followed);
  assert.deepEqual(await followed.next(), { done: false, value: 1 });
  assert.deepEqual(await followed.next(), { done: true, value: "done" });
  assert.deepEqual(await followed.next(), { done: true, value: undefined });
});

test("a generator that is promised is followed too, and one that does not wait", async () => {
  assert.deepEqual(await read(await agent({ name: "Promised" }, async () => count(2))), [1, 2]);
  assert.equal(reason("invoke_agent Promised"), "completed");
  const sync = agent({ name: "Sync" }, function* letters() {
    yield "a";
    yield tool({ name: "letter" }, () => "b");
  });
  assert.deepEqual([...sync], ["a", "b"]);
  assert.equal(telemetry.span("invoke_agent Sync").attributes["agent_otel.run.tool_calls"], 1);
});

test("a reader that leaves ends the run as cancelled, after the generator has tidied up", async () => {
  const log: string[] = [];
  const numbers = agent({ name: "Left" }, async function* endless() {
    try {
      for (;;) yield 1;
    } finally {
      tool({ name: "tidy" }, () => log.push("tidied"));
    }
  });
  for await (const number of numbers) if (number === 1) break;
  assert.deepEqual(log, ["tidied"]);
  assert.equal(reason("invoke_agent Left"), "cancelled");
  assert.equal(telemetry.span("invoke_agent Left").attributes["agent_otel.run.tool_calls"], 1);
  assert.equal(telemetry.span("invoke_agent Left").status.code, SpanStatusCode.UNSET);
});

test("a generator that fails throws the same error and fails the run", async () => {
  const error = new RangeError("secret");
  const numbers = tool({ name: "failing" }, async function* failing() {
    yield 1;
    throw error;
  });
  const thrown = await read(numbers).catch((caught: unknown) => caught);
  assert.equal(thrown, error);
  assert.equal(telemetry.span("execute_tool failing").attributes["error.type"], "RangeError");
});

test("what is thrown into a generator reaches it", async () => {
  const numbers = agent({ name: "Thrown" }, async function* catching() {
    try {
      yield 1;
    } catch {
      yield 2;
    }
  });
  await numbers.next();
  assert.deepEqual(await numbers.throw(new Error("x")), { done: false, value: 2 });
  assert.deepEqual(await numbers.next(), { done: true, value: undefined });
  assert.equal(reason("invoke_agent Thrown"), "completed");
});

test("a generator that nobody reads ends its run when it is collected, marked as abandoned", async () => {
  setFlagsFromString("--expose-gc");
  const gc: unknown = runInNewContext("gc");
  assert.ok(typeof gc === "function");
  (() => void agent({ name: "Unread" }, () => count(1)))();
  const deadline = Date.now() + 20_000;
  while (telemetry.open().length > 0 && Date.now() < deadline) {
    gc();
    // oxlint-disable-next-line no-await-in-loop -- collection is told in a later turn
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(reason("invoke_agent Unread"), "abandoned");
});

function streamed(name: string): Promise<AsyncIterable<number>> {
  return agent({ name }, async (running) => running.stream(count(2)));
}

test("run.stream() ends the run with the stream, however it ends", async () => {
  assert.deepEqual(await read(await streamed("Whole")), [1, 2]);
  assert.equal(reason("invoke_agent Whole"), "completed");
  for await (const number of await streamed("Half")) if (number === 1) break;
  assert.equal(reason("invoke_agent Half"), "cancelled");
});

test("a promise that rejects gives the same error, and no rejection besides", async () => {
  const error = new Error("x");
  const unhandled: unknown[] = [];
  const note = (cause: unknown): void => void unhandled.push(cause);
  process.on("unhandledRejection", note);
  await assert.rejects(
    agent({ name: "Rejects" }, () => Promise.reject(error)),
    (thrown) => thrown === error,
  );
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
  assert.equal(reason("invoke_agent Rejects"), "error");
});

test("thenables that are no promises are awaited", async () => {
  const lazy: PromiseLike<number> = {
    // oxlint-disable-next-line unicorn/no-thenable -- the subject of the test
    then: (resolve, reject) => Promise.resolve(5).then(resolve, reject),
  };
  assert.equal(await tool({ name: "lazy" }, () => lazy), 5);
  assert.equal(telemetry.span("execute_tool lazy").status.code, SpanStatusCode.UNSET);
});

test("run.spanContext is that of the run's span, for an evaluation later", () => {
  const spanContext = agent({ name: "Known" }, (run) => run.spanContext);
  assert.deepEqual(spanContext, telemetry.span("invoke_agent Known").spanContext());
});

test("a streamed model call that ends with its last chunk is counted in the run", async () => {
  const numbers = agent({ name: "Stream" }, async function* answering() {
    const chunks = inference({ provider: "openai", stream: true }, (call) =>
      call.stream(count(2), () => ({ usage: { inputTokens: 3 } })),
    );
    yield* chunks;
  });
  await read(numbers);
  const { attributes } = telemetry.span("invoke_agent Stream");
  assert.equal(attributes["agent_otel.run.steps"], 1);
  assert.equal(attributes["gen_ai.usage.input_tokens"], 3);
});
