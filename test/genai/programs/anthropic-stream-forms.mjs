// Messages that are asked for as a stream.
import { ask } from "./anthropic-message-forms.mjs";

const kept = [];

/** Ways to ask for a message as a stream, and the helper around it. */
export function streamForms({ messages }) {
  const open = (model, more) => messages.create(ask(model, { stream: true, ...more }));
  return {
    stream: async () => collect(await open("claude-x")),
    "stream, with response": async () => {
      const { data, response } = await open("claude-x").withResponse();
      return [response.status, await collect(data)];
    },
    "stream, as response": async () => {
      const response = await open("claude-x").asResponse();
      return response.text();
    },
    "stream, left": async () => {
      for await (const event of await open("claude-x")) return event;
      return "nothing came";
    },
    "stream, left by an error": async () => {
      for await (const event of await open("claude-x")) throw new RangeError(event.type);
    },
    "stream, aborted between events": async () => {
      const stream = await open("endless");
      const iterator = stream[Symbol.asyncIterator]();
      const first = await iterator.next();
      stream.controller.abort();
      return [first, await iterator.next()];
    },
    "stream, aborted while waiting": async () => {
      const stream = await open("endless");
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      await iterator.next();
      const waiting = iterator.next();
      stream.controller.abort();
      return waiting;
    },
    "stream, aborted unread": async () => {
      (await open("endless")).controller.abort();
    },
    "stream, read two times": async () => {
      const stream = await open("claude-x");
      await collect(stream);
      return collect(stream);
    },
    ...faultyStreamForms(messages),
    ...helperForms(messages),
  };
}

function faultyStreamForms(messages) {
  const open = (model, more) => messages.create(ask(model, { stream: true, ...more }));
  return {
    "stream, tee": async () => {
      const [left, right] = (await open("claude-x")).tee();
      return [await collect(left), await collect(right)];
    },
    "stream, as readable stream": async () =>
      new Response((await open("claude-x")).toReadableStream()).text(),
    "stream, dropped unread": async () => {
      await (async () => void (await open("endless")))();
      await collectGarbage();
    },
    "stream, kept unread": async () => void kept.push(await open("endless")),
    "stream, cut": async () => collect(await open("cut")),
    "stream, short": async () => collect(await open("short")),
    "stream, empty": async () => collect(await open("empty")),
    "stream, error event": async () => collect(await open("error-event")),
    "stream, bad event": async () => collect(await open("bad-event")),
    "stream, huge": async () => (await collect(await open("huge"))).length,
    "stream, 429": () => open("status-429"),
  };
}

function helperForms(messages) {
  return {
    "helper, final message": () => messages.stream(ask("claude-x")).finalMessage(),
    "helper, events": async () => collect(messages.stream(ask("claude-x"))),
    "helper, texts": async () => {
      const seen = [];
      await messages
        .stream(ask("claude-x"))
        .on("text", (text) => seen.push(text))
        .done();
      return seen;
    },
    "helper, 401": () => messages.stream(ask("status-401")).finalMessage(),
    "helper, cut": () => messages.stream(ask("cut")).finalMessage(),
    "helper, error event": () => messages.stream(ask("error-event")).finalMessage(),
    "helper, aborted": async () => {
      const stream = messages.stream(ask("endless"));
      stream.once("streamEvent", () => stream.abort());
      return stream.finalMessage();
    },
    "helper, left": async () => {
      for await (const event of messages.stream(ask("claude-x"))) return event;
      return "nothing came";
    },
  };
}

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
