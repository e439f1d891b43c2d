import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { configureGenAi, GENAI_DEFAULTS } from "@agent-otel/semconv-genai";
import * as openai from "openai";
import { OpenAI } from "openai";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { chat, PROMPT } from "./call-forms.test.helper.ts";
import { patchOpenAi } from "./patch.test.helper.ts";
import { ANSWER, startFakeProvider } from "./server.test.helper.ts";

patchOpenAi(openai);

const telemetry = registerTestTelemetry();
const provider = await startFakeProvider();
const client = new OpenAI({ baseURL: provider.baseURL, apiKey: "k", maxRetries: 0 });
const tools = [
  { type: "function", function: { name: "look_up", description: "finds", parameters: {} } },
] as const;

after(() => provider.close());
beforeEach(() => {
  telemetry.reset();
  configureGenAi({ ...GENAI_DEFAULTS, capture: "span" });
});

test("a chat call's messages, tools and answer are recorded where contents are captured", async () => {
  await client.chat.completions.create({ ...chat("gpt-x"), tools: [...tools] });
  assert.deepEqual(contents(), {
    "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: PROMPT }] }],
    "gen_ai.tool.definitions": [
      { type: "function", name: "look_up", description: "finds", parameters: {} },
    ],
    "gen_ai.output.messages": [answer(`{"said":"${ANSWER}"}`)],
  });
});

test("a streamed answer is put together from its deltas", async () => {
  const stream = await client.chat.completions.create({ ...chat("gpt-x"), stream: true });
  for await (const chunk of stream) assert.ok(chunk.id);
  assert.deepEqual(contents()["gen_ai.output.messages"], [answer(`${ANSWER} and more`)]);
});

test("streamed tool calls are put together", async () => {
  const stream = await client.chat.completions.create({
    ...chat("calls"),
    stream: true,
    tools: [...tools],
  });
  for await (const chunk of stream) assert.ok(chunk.id);
  const call = { type: "tool_call", id: "call_1", name: "look_up", arguments: { at: [1, 2] } };
  assert.deepEqual(contents()["gen_ai.output.messages"], [
    { role: "assistant", parts: [call], finish_reason: "tool_call" },
  ]);
});

test("what a stream had said is recorded when it is left early", async () => {
  const stream = await client.chat.completions.create({ ...chat("gpt-x"), stream: true });
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content === ANSWER) break;
  assert.deepEqual(contents()["gen_ai.output.messages"], [answer(ANSWER, "unknown")]);
});

test("a long answer is put together no further than the byte budget goes", async () => {
  configureGenAi({ maxContentBytes: 1000 });
  const stream = await client.chat.completions.create({ ...chat("long"), stream: true });
  for await (const chunk of stream) assert.ok(chunk.id);
  const text = telemetry.span("chat long").attributes["gen_ai.output.messages"];
  assert.ok(typeof text === "string" && text.length > 900 && text.length <= 1000, String(text));
  assert.match(text, /long-canary/);
});

test("a Responses call's input, instructions and output are recorded", async () => {
  await client.responses.create({ model: "gpt-x", input: PROMPT, instructions: "be brief" });
  assert.deepEqual(contents(), {
    "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: PROMPT }] }],
    "gen_ai.system_instructions": [{ type: "text", content: "be brief" }],
    "gen_ai.output.messages": [answer(`{"said":"${ANSWER}"}`)],
  });
});

test("a streamed Responses answer is what its last event repeats, else what its deltas were", async () => {
  const params = { input: PROMPT, stream: true } as const;
  for await (const event of await client.responses.create({ model: "gpt-x", ...params })) {
    assert.ok(event.type);
  }
  assert.deepEqual(contents()["gen_ai.output.messages"], [answer(`{"said":"${ANSWER}"}`)]);
  telemetry.reset();
  for await (const event of await client.responses.create({ model: "deltas", ...params })) {
    if (event.type === "response.function_call_arguments.delta") break;
  }
  assert.deepEqual(contents()["gen_ai.output.messages"], [
    {
      role: "assistant",
      finish_reason: "in_progress",
      parts: [
        { type: "reasoning", content: "hm" },
        { type: "text", content: ANSWER },
        { type: "tool_call", id: "call_1", name: "look_up", arguments: '{"at":' },
      ],
    },
  ]);
});

test("what cannot be written as JSON is left out, and the call works", async () => {
  const circular: Record<string, unknown> = { role: "user" };
  circular["content"] = [circular];
  const messages: never[] = [];
  Reflect.set(messages, 0, circular);
  await assert.rejects(
    async () => client.chat.completions.create({ model: "gpt-x", messages }),
    /circular/,
  );
  const { attributes } = telemetry.span("chat gpt-x");
  assert.equal(attributes["gen_ai.input.messages"], undefined);
  assert.equal(attributes["error.type"], "TypeError");
});

function answer(content: string, finish_reason = "stop"): unknown {
  return { role: "assistant", parts: [{ type: "text", content }], finish_reason };
}

function contents(): Record<string, unknown> {
  const [span] = telemetry.spans();
  const found = Object.entries(span?.attributes ?? {}).filter(([name]) => KINDS.test(name));
  return Object.fromEntries(found.map(([name, value]) => [name, JSON.parse(String(value))]));
}

const KINDS = /\.messages$|instructions$|definitions$/;
