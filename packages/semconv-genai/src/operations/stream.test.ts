import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { inference } from "../index.ts";
import type { ModelCall } from "../index.ts";
import { disable, metered, points, traced } from "../telemetry.test.helper.ts";
import { assertConforms, validateTrace } from "../validate/index.ts";

afterEach(disable);

const REQUEST = { provider: "openai", model: "m" } as const;

class QuotaError extends Error {}

for (const { how, read, error } of [
  { how: "is read to its end", read: readAll, error: undefined },
  { how: "is left early", read: readOne, error: undefined },
  { how: "fails", read: readFailing, error: "QuotaError" },
]) {
  test(`a call whose stream ${how} ends with the stream, once`, async () => {
    const exporter = traced();
    const reader = metered();
    let running: ModelCall | undefined;
    const chunks = await inference({ ...REQUEST, stream: true }, async (call) => {
      running = call;
      return call.stream(produce(how === "fails"), (chunk) => ({
        id: `id-${chunk}`,
        usage: { outputTokens: chunk },
      }));
    });
    assert.equal(exporter.getFinishedSpans().length, 0);
    await read(chunks);
    running?.end(new Error("late"));
    const [span, ...others] = exporter.getFinishedSpans();
    assert.deepEqual(others, []);
    assert.equal(span?.attributes["error.type"], error);
    assert.equal(span?.attributes["gen_ai.response.id"], read === readOne ? "id-1" : "id-2");
    assert.equal(typeof span?.attributes["gen_ai.response.time_to_first_chunk"], "number");
    assertConforms(validateTrace(span === undefined ? [] : [span]));
    assert.equal((await points(reader, "gen_ai.client.operation.time_to_first_chunk")).length, 1);
  });
}

test("a stream that is dropped unread ends its call when it is collected", async () => {
  const exporter = traced();
  await inference(REQUEST, async (call) => {
    call.stream(produce(false));
  });
  setFlagsFromString("--expose-gc");
  const collectGarbage: unknown = runInNewContext("gc");
  assert.ok(typeof collectGarbage === "function");
  const deadline = Date.now() + 10_000;
  while (exporter.getFinishedSpans().length === 0 && Date.now() < deadline) {
    collectGarbage();
    // oxlint-disable-next-line no-await-in-loop -- collection takes turns of the event loop
    await new Promise(setImmediate);
  }
  assert.equal(exporter.getFinishedSpans().length, 1);
});

test("a callback that throws does not reach the reader of the stream", async () => {
  traced();
  const call = inference.start(REQUEST);
  const seen: number[] = [];
  const chunks = call.stream(produce(false), () => {
    throw new Error("reader of telemetry");
  });
  for await (const chunk of chunks) seen.push(chunk);
  assert.deepEqual(seen, [1, 2]);
});

async function* produce(fails: boolean): AsyncGenerator<number> {
  yield 1;
  yield 2;
  if (fails) throw new QuotaError("the prompt");
}

async function readAll(chunks: AsyncIterable<number>): Promise<void> {
  const seen: number[] = [];
  for await (const chunk of chunks) seen.push(chunk);
  assert.deepEqual(seen, [1, 2]);
}

async function readOne(chunks: AsyncIterable<number>): Promise<void> {
  for await (const chunk of chunks) {
    assert.equal(chunk, 1);
    break;
  }
}

async function readFailing(chunks: AsyncIterable<number>): Promise<void> {
  await assert.rejects(readAll(chunks), QuotaError);
}
