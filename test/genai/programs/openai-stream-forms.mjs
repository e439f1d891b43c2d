// Chat completions that are streamed.
import { ask } from "./openai-chat-forms.mjs";
import { classesOf } from "./outcome.mjs";

const USAGE = { stream_options: { include_usage: true } };
const open = (client, model, more = {}) =>
  client.chat.completions.create(ask(model, { stream: true, ...more }));

/** Streams that are kept until the end of the process. */
const kept = [];

export const forms = {
  stream: async ({ client }) => collect(await open(client, "gpt-x")),
  "stream with usage": async ({ client }) => collect(await open(client, "gpt-x", USAGE)),
  "stream of tool calls": async ({ client }) => {
    const tools = [{ type: "function", function: { name: "look_up", parameters: {} } }];
    return collect(await open(client, "tools", { tools }));
  },
  "stream and withResponse()": async ({ client }) => {
    const { data, response } = await open(client, "gpt-x").withResponse();
    return [await collect(data), response.status];
  },
  "stream, asResponse()": async ({ client }) => (await open(client, "gpt-x").asResponse()).text(),
  "stream helper": async ({ client }) => {
    const stream = client.chat.completions.stream(ask("gpt-x"));
    const events = [];
    stream.on("content", (delta) => void events.push(delta));
    return [(await stream.finalChatCompletion()).choices, events];
  },
  "stream helper, iterated": async ({ client }) =>
    collect(client.chat.completions.stream(ask("gpt-x"))),
  "stream helper, 429": async ({ client }) =>
    client.chat.completions.stream(ask("status-429")).finalContent(),
  "stream helper, aborted": async ({ client }) => {
    const stream = client.chat.completions.stream(ask("endless"));
    stream.once("chunk", () => setImmediate(() => stream.abort()));
    return stream.done();
  },
  "stream, the object": async ({ client }) => {
    const stream = await open(client, "gpt-x");
    const iterator = stream[Symbol.asyncIterator]();
    const seen = [Object.keys(stream), classesOf(stream), Object.keys(iterator)];
    await iterator.return();
    return seen;
  },
  "stream, left early": async ({ client }) => {
    for await (const chunk of await open(client, "endless")) return chunk;
    return "no chunk";
  },
  "stream, left by an error of the reader": async ({ client }) => {
    for await (const chunk of await open(client, "endless")) throw new RangeError(chunk.id);
  },
  "stream, aborted between chunks": async ({ client }) => {
    const stream = await open(client, "endless");
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    stream.controller.abort();
    return iterator.next();
  },
  "stream, aborted while waiting": async ({ client }) => {
    const stream = await open(client, "endless");
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    const waiting = iterator.next();
    setTimeout(() => stream.controller.abort(), 10);
    return waiting;
  },
  "stream, aborted unread": async ({ client }) => {
    const stream = await open(client, "endless");
    stream.controller.abort();
    return collect(stream);
  },
  "stream, two reads at once": async ({ client }) => {
    const iterator = (await open(client, "gpt-x"))[Symbol.asyncIterator]();
    const [first, second] = await Promise.all([iterator.next(), iterator.next()]);
    await iterator.return();
    return [first, second];
  },
  "stream, tee()": async ({ client }) => {
    const [left, right] = (await open(client, "gpt-x")).tee();
    return [await collect(left), await collect(right)];
  },
  "stream, toReadableStream()": async ({ client }) =>
    new Response((await open(client, "gpt-x")).toReadableStream()).text(),
  "stream, read two times": async ({ client }) => {
    const stream = await open(client, "gpt-x");
    await collect(stream);
    return collect(stream);
  },
  "stream, cut": async ({ client }) => collect(await open(client, "cut")),
  "stream, empty": async ({ client }) => collect(await open(client, "empty")),
  "stream, garbage": async ({ client }) => collect(await open(client, "garbage")),
  "stream, malformed JSON": async ({ client }) => collect(await open(client, "no-json")),
  "stream, error event": async ({ client }) => collect(await open(client, "error-event")),
  "stream, error event not handled": async ({ client }) => {
    const iterator = (await open(client, "error-event"))[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    void iterator.next();
  },
  "stream, 429": ({ client }) => open(client, "status-429"),
  "stream, 10 MB": async ({ client }) => {
    let characters = 0;
    for await (const { choices } of await open(client, "huge", USAGE)) {
      characters += choices[0]?.delta.content?.length ?? 0;
    }
    return characters;
  },
  "stream, dropped unread": async ({ client }) => {
    await (async () => void (await open(client, "endless")))();
    await collectGarbage();
  },
  "stream, dropped in the middle": async ({ client }) => {
    await (async () => {
      const iterator = (await open(client, "endless"))[Symbol.asyncIterator]();
      await iterator.next();
    })();
    await collectGarbage();
  },
  "stream, kept unread": async ({ client }) => void kept.push(await open(client, "endless")),
};

export async function collect(items) {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What is told of collected objects comes in later turns. */
async function collectGarbage() {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc();
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    await new Promise((resolve) => setImmediate(resolve));
  }
}
