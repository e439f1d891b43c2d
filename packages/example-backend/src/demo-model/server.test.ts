import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { BadRequestError, OpenAI } from "openai";
import type {
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from "openai/resources/chat/completions";
import { startModelServer } from "../testing/model-server.ts";
import { createDemoModelServer } from "./server.ts";

const server = await startModelServer(createDemoModelServer());
after(() => server.close());
const client = new OpenAI({ baseURL: server.baseUrl, apiKey: "any", maxRetries: 0 });

const question = "Where is my order 1042, and what is 17% of 249.90?";
const messages: ChatCompletionMessageParam[] = [{ role: "user", content: question }];
const tools: ChatCompletionTool[] = ["order_lookup", "calculate"].map((name) => ({
  type: "function",
  function: { name },
}));
const params = { model: "demo-model", messages, tools };

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("the demo model, asked with the openai client", () => {
  it("answers with parallel tool calls", async () => {
    const completion = await client.chat.completions.create(params);
    const [choice] = completion.choices;
    assert.equal(completion.object, "chat.completion");
    assert.equal(completion.model, "demo-model");
    assert.match(completion.id, /^chatcmpl-/);
    assert.equal(choice?.finish_reason, "tool_calls");
    assert.equal(choice.message.content, null);
    const functions = choice.message.tool_calls?.map((call) =>
      call.type === "function" ? call.function : undefined,
    );
    assert.deepEqual(functions, [
      { name: "order_lookup", arguments: '{"orderNumber":1042}' },
      { name: "calculate", arguments: '{"expression":"17% * 249.90"}' },
    ]);
    const ids = choice.message.tool_calls?.map(({ id }) => id);
    assert.equal(new Set(ids).size, 2);
  });
});

describe("the demo model, asked for a stream", () => {
  it("streams the same answer", async () => {
    const whole = await client.chat.completions.create(params);
    const stream = client.chat.completions.stream({
      ...params,
      stream_options: { include_usage: true },
    });
    const streamed = await stream.finalChatCompletion();
    assert.equal(streamed.id, whole.id);
    assert.deepEqual(
      streamed.choices[0]?.message.tool_calls?.map(({ id }) => id),
      whole.choices[0]?.message.tool_calls?.map(({ id }) => id),
    );
    assert.deepEqual(streamed.usage, whole.usage);
  });

  it("sends the usage in a last chunk without choices, and only if asked to", async () => {
    const chunks = await collect(
      await client.chat.completions.create({
        ...params,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    assert.deepEqual(chunks.at(-1)?.choices, []);
    assert.ok((chunks.at(-1)?.usage?.prompt_tokens ?? 0) > 0);
    assert.ok(chunks.slice(0, -1).every(({ usage }) => usage === null));
    assert.equal(chunks.at(-2)?.choices[0]?.finish_reason, "tool_calls");

    const without = await collect(
      await client.chat.completions.create({ ...params, stream: true }),
    );
    assert.ok(without.every(({ usage }) => usage === undefined));
  });
});

describe("the usage that the demo model reports", () => {
  it("counts what it has read before as cached", async () => {
    const first = await client.chat.completions.create(params);
    const message = first.choices[0]?.message;
    assert.ok(message?.tool_calls);
    assert.equal(first.usage?.prompt_tokens_details?.cached_tokens, 0);
    const results = message.tool_calls.map(({ id }) => ({
      role: "tool" as const,
      tool_call_id: id,
      content: "42",
    }));
    const second = await client.chat.completions.create({
      ...params,
      messages: [...params.messages, message, ...results],
    });
    assert.equal(second.choices[0]?.finish_reason, "stop");
    const usage = second.usage;
    assert.ok(usage);
    const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
    assert.equal(cached, first.usage?.prompt_tokens);
    assert.ok(usage.prompt_tokens > cached);
    assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  });
});

const call = { id: "c1", type: "function", function: { name: "f", arguments: "{}" } };
const user = { role: "user", content: "hi" };
const badRequests: readonly (readonly [name: string, body: object, param: string])[] = [
  ["no model", { messages: [user] }, "body"],
  ["no messages", { model: "m", messages: [] }, "messages"],
  [
    "an unknown role",
    { model: "m", messages: [{ role: "boss", content: "" }] },
    "messages[0].role",
  ],
  ["stream as text", { model: "m", messages: [user], stream: "yes" }, "stream"],
  [
    "the result of a tool that was not called",
    { model: "m", messages: [user, { role: "tool", tool_call_id: "c9", content: "" }] },
    "messages[1].role",
  ],
  [
    "a call without a result",
    { model: "m", messages: [{ role: "assistant", tool_calls: [call] }, user] },
    "messages[1].role",
  ],
];

async function post(path: string, init: RequestInit): Promise<[number, string]> {
  const response = await fetch(server.baseUrl + path, init);
  const type = /"type":"(\w+)"/.exec(await response.text())?.[1];
  return [response.status, String(type)];
}

describe("the demo model and bad requests", () => {
  for (const [name, body, param] of badRequests) {
    it(`refuses ${name} in the way that the client understands`, async () => {
      await assert.rejects(client.post("/chat/completions", { body }), (error) => {
        assert.ok(error instanceof BadRequestError);
        assert.equal(error.type, "invalid_request_error");
        assert.equal(error.param, param);
        return true;
      });
    });
  }

  it("answers what is not JSON, not there, not allowed or too large", async () => {
    const refused = "invalid_request_error";
    const path = "/chat/completions";
    assert.deepEqual(await post(path, { method: "POST", body: "{" }), [400, refused]);
    assert.deepEqual(await post(path, { method: "POST", body: "null" }), [400, refused]);
    assert.deepEqual(await post("/models", {}), [404, refused]);
    assert.deepEqual(await post(path, {}), [405, refused]);
    const large = "x".repeat(1_048_577);
    assert.deepEqual(await post(path, { method: "POST", body: large }), [413, refused]);
  });
});
