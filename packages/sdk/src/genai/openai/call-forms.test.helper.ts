import type { OpenAI } from "openai";

/** A prompt that no recorded telemetry may hold. */
export const PROMPT = "canary-prompt-9b2e";

/** Ways in which applications call the client; each returns what the application sees. */
export const CALL_FORMS: Readonly<Record<string, (client: OpenAI) => unknown>> = {
  chat: (client) => client.chat.completions.create(chat("gpt-x")),
  "chat, then()": (client) => client.chat.completions.create(chat("gpt-x")).then((r) => r.id),
  "chat, awaited twice": async (client) => {
    const promise = client.chat.completions.create(chat("gpt-x"));
    return [(await promise).id, (await promise).id];
  },
  "chat, awaited late": async (client) => {
    const promise = client.chat.completions.create(chat("gpt-x"));
    const { status } = await promise.asResponse();
    return [status, (await promise).id];
  },
  "chat, asResponse()": async (client) => {
    const response = await client.chat.completions.create(chat("gpt-x")).asResponse();
    return [response.status, await response.json()];
  },
  "chat, withResponse()": async (client) => {
    const { data, response } = await client.chat.completions.create(chat("gpt-x")).withResponse();
    return [data, response.status];
  },
  "chat, parse()": async (client) => (await client.chat.completions.parse(chat("gpt-x"))).choices,
  "chat, parse() and withResponse()": async (client) => {
    const { data } = await client.chat.completions.parse(chat("gpt-x")).withResponse();
    return data.choices;
  },
  "chat, stream": async (client) => collect(await streamOf(client, "gpt-x")),
  "chat, stream with usage": async (client) => collect(await streamOf(client, "gpt-x", true)),
  "chat, stream helper": async (client) =>
    (await client.chat.completions.stream({ ...chat("gpt-x"), stream: true }).finalChatCompletion())
      .choices,
  "chat, stream and withResponse()": async (client) => {
    const { data } = await client.chat.completions
      .create({ ...chat("gpt-x"), stream: true })
      .withResponse();
    return collect(data);
  },
  "chat, stream broken out of": async (client) => {
    for await (const chunk of await streamOf(client, "endless")) return chunk;
    return "no chunk";
  },
  "chat, stream aborted between chunks": async (client) => {
    const stream = await streamOf(client, "endless");
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    stream.controller.abort();
    return iterator.next();
  },
  "chat, stream aborted while waiting": async (client) => {
    const stream = await streamOf(client, "endless");
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    const waiting = iterator.next();
    stream.controller.abort();
    return waiting;
  },
  "chat, unread stream aborted": async (client) => {
    (await streamOf(client, "endless")).controller.abort();
  },
  "chat, stream with tee()": async (client) => {
    const [left, right] = (await streamOf(client, "gpt-x")).tee();
    return [await collect(left), await collect(right)];
  },
  "chat, stream with toReadableStream()": async (client) =>
    new Response((await streamOf(client, "gpt-x")).toReadableStream()).text(),
  "chat, stream read two times": async (client) => {
    const stream = await streamOf(client, "gpt-x");
    await collect(stream);
    return collect(stream);
  },
  "chat, stream cut": async (client) => collect(await streamOf(client, "cut")),
  "chat, stream with an error event": async (client) =>
    collect(await streamOf(client, "error-event")),
  "chat, 401": (client) => client.chat.completions.create(chat("status-401")),
  "chat, 500": (client) => client.chat.completions.create(chat("status-500")),
  "chat, stream, 429": (client) => streamOf(client, "status-429"),
  "chat, parse(), 401": (client) => client.chat.completions.parse(chat("status-401")),
  "chat, asResponse(), 401": (client) =>
    client.chat.completions.create(chat("status-401")).asResponse(),
  "chat, withResponse(), 401": (client) =>
    client.chat.completions.create(chat("status-401")).withResponse(),
  "chat, garbage": (client) => client.chat.completions.create(chat("garbage")),
  "chat, malformed JSON": (client) => client.chat.completions.create(chat("no-json")),
  "chat, aborted": async (client) => {
    const controller = new AbortController();
    const promise = client.chat.completions.create(chat("silent"), { signal: controller.signal });
    setImmediate(() => controller.abort());
    return promise;
  },
  "chat, timed out": (client) => client.chat.completions.create(chat("silent"), { timeout: 30 }),
  responses: (client) => client.responses.create({ model: "gpt-x", input: PROMPT }),
  "responses, parse()": async (client) =>
    (await client.responses.parse({ model: "gpt-x", input: PROMPT })).output_text,
  "responses, failed": (client) => client.responses.create({ model: "failed", input: PROMPT }),
  "responses, stream": async (client) =>
    collect(await client.responses.create({ model: "gpt-x", input: PROMPT, stream: true })),
  "responses, 400": (client) => client.responses.create({ model: "status-400", input: PROMPT }),
  embeddings: (client) => client.embeddings.create({ model: "embed-x", input: PROMPT }),
  "embeddings, float": (client) =>
    client.embeddings.create({ model: "embed-x", input: PROMPT, encoding_format: "float" }),
};

/** Parameters of a chat call. */
export function chat(model: string): {
  model: string;
  messages: { role: "user"; content: string }[];
} {
  return { model, messages: [{ role: "user", content: PROMPT }] };
}

async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function streamOf(client: OpenAI, model: string, include_usage = false) {
  return client.chat.completions.create({
    ...chat(model),
    stream: true,
    ...(include_usage ? { stream_options: { include_usage } } : {}),
  });
}
