import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import * as openai from "openai";
import { OpenAI } from "openai";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { chat, PROMPT } from "./call-forms.test.helper.ts";
import { patchOpenAi } from "./patch.test.helper.ts";
import { startFakeProvider } from "./server.test.helper.ts";

patchOpenAi(openai);

const telemetry = registerTestTelemetry();
const provider = await startFakeProvider();
const client = new OpenAI({ baseURL: provider.baseURL, apiKey: "k", maxRetries: 0 });

after(() => provider.close());
beforeEach(() => telemetry.reset());

const helpers = {
  chat: () => client.chat.completions.stream(chat("endless")),
  responses: () => client.responses.stream({ model: "endless", input: PROMPT }),
};

for (const [name, start] of Object.entries(helpers)) {
  test(`a helper whose reader leaves is left, without an error (${name})`, async () => {
    const helper = start();
    for await (const event of helper) {
      assert.ok(event);
      break;
    }
    await assert.rejects(helper.done());
    const { status, attributes } = await ended();
    assert.deepEqual(status, { code: 0 });
    assert.equal(attributes["agent_otel.genai.incomplete"], "left");
    assert.equal(attributes["error.type"], undefined);
  });

  test(`a helper that the application aborts has failed, also when its reader leaves then (${name})`, async () => {
    const helper = start();
    for await (const event of helper) {
      assert.ok(event);
      helper.abort();
      break;
    }
    await assert.rejects(helper.done());
    const { attributes } = await ended();
    assert.equal(attributes["agent_otel.genai.incomplete"], undefined);
    assert.match(String(attributes["error.type"]), /Abort/);
  });
}

test("parameters that cannot all be read are recorded as far as they can", async () => {
  const trap = new Error("trap");
  const hostile = new Proxy(
    { ...chat("gpt-x"), max_tokens: 7, response_format: { type: "text" } as const },
    {
      get(target, key) {
        if (key === "seed") throw trap;
        return Reflect.get(target, key);
      },
    },
  );
  await client.chat.completions.create(hostile);
  const { attributes } = await ended();
  assert.equal(attributes["gen_ai.request.model"], "gpt-x");
  assert.equal(attributes["gen_ai.request.max_tokens"], 7);
  assert.equal(attributes["gen_ai.request.seed"], undefined);
  assert.equal(attributes["gen_ai.output.type"], "text");
  telemetry.reset();
  const getter = {
    ...chat("gpt-x"),
    get temperature(): number {
      throw trap;
    },
  };
  const create = (): unknown => client.chat.completions.create(getter);
  await assert.rejects(async () => create(), trap);
  const failed = await ended();
  assert.equal(failed.attributes["gen_ai.request.model"], "gpt-x");
  assert.equal(failed.attributes["error.type"], "Error");
});

async function ended(): Promise<ReturnType<typeof telemetry.span>> {
  const deadline = Date.now() + 5000;
  while (telemetry.open().length > 0) {
    assert.ok(Date.now() < deadline, "the span does not end");
    // oxlint-disable-next-line no-await-in-loop -- it polls
    await new Promise((resolve) => void setImmediate(resolve));
  }
  const [span, ...more] = telemetry.spans();
  assert.ok(span !== undefined && more.length === 0);
  return span;
}
