import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import * as openai from "openai";
import { OpenAI } from "openai";
import type { Engine } from "../../engine.ts";
import { endingOpenCalls } from "../open-calls.ts";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { chat } from "./call-forms.test.helper.ts";
import { patchOpenAi } from "./patch.test.helper.ts";
import { startFakeProvider } from "./server.test.helper.ts";

patchOpenAi(openai);

const telemetry = registerTestTelemetry();
const provider = await startFakeProvider();
const client = new OpenAI({ baseURL: provider.baseURL, apiKey: "k", maxRetries: 0 });

after(() => provider.close());
beforeEach(() => telemetry.reset());

const incomplete = (): unknown =>
  telemetry.span("chat endless").attributes["agent_otel.genai.incomplete"];

test("a stream that nobody reads ends after ten minutes", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const stream = await client.chat.completions.create({ ...chat("endless"), stream: true });
  t.mock.timers.tick(600_000 - 1);
  assert.deepEqual(telemetry.open(), ["chat endless"]);
  t.mock.timers.tick(1);
  assert.equal(incomplete(), "unread");
  stream.controller.abort();
});

test("a stream that is left open in the middle ends ten minutes after a period with chunks", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const stream = await client.chat.completions.create({ ...chat("endless"), stream: true });
  const iterator = stream[Symbol.asyncIterator]();
  await iterator.next();
  t.mock.timers.tick(600_000);
  assert.deepEqual(telemetry.open(), ["chat endless"]);
  t.mock.timers.tick(600_000);
  assert.equal(incomplete(), "dropped");
  stream.controller.abort();
});

test("a stream whose reader waits for the next chunk does not end, however long that takes", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const stream = await client.chat.completions.create({ ...chat("endless"), stream: true });
  const iterator = stream[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.next();
  const waiting = iterator.next();
  for (let period = 0; period < 5; period += 1) t.mock.timers.tick(600_000);
  assert.deepEqual(telemetry.open(), ["chat endless"]);
  stream.controller.abort();
  await waiting;
  assert.equal(telemetry.span("chat endless").attributes["error.type"], "AbortError");
});

for (const [name, end] of Object.entries<(engine: Engine) => unknown>({
  finish: (engine) => engine.finish({ timeoutMs: 1 }),
  shutdown: (engine) => engine.shutdown({ timeoutMs: 1 }),
  settleRest: (engine) => engine.settleRest?.({ timeoutMs: 1 }),
  gather: (engine) => engine.gather?.(),
})) {
  test(`calls that are open when the process ends are ended before ${name} sends the last telemetry`, async () => {
    const stream = await client.chat.completions.create({ ...chat("endless"), stream: true });
    const openThen: (readonly string[])[] = [];
    const engine = endingOpenCalls(engineThat(() => openThen.push(telemetry.open())));
    assert.equal(engine.hasNews, true);
    await end(engine);
    assert.deepEqual(openThen, [[]]);
    assert.equal(incomplete(), "process_end");
    assert.equal(engine.hasNews, false);
    stream.controller.abort();
  });
}

function engineThat(send: () => void): Engine {
  const sendLater = async (): Promise<void> => send();
  return {
    start() {},
    expectEnd() {},
    flush: sendLater,
    finish: sendLater,
    shutdown: sendLater,
    settleRest: send,
    gather: send,
    hasNews: false,
    endNeeds: "nothing",
    holdsProcess: false,
  };
}
