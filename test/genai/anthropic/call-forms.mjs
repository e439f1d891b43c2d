/** What is asked; must not be found in any telemetry. */
export const PROMPT = "canary-prompt-8c2e";

/** Every way to call, by name; ways that this version does not have are left out. */
export function callForms(client) {
  return {
    ...messageForms(client.messages),
    ...streamForms(client),
    ...prefixed("beta", client.beta?.messages && betaForms(client)),
    ...prefixed("not a message", otherForms(client)),
  };
}

/** What an application sees of a call, as plain data: its value, or the error with its class and codes. */
export async function outcome(run) {
  try {
    const value = await run();
    return { value: JSON.parse(JSON.stringify(value ?? null)), keys: keysOf(value) };
  } catch (error) {
    const { name, message, status, code, type, cause, requestID, request_id } = error ?? {};
    return {
      name,
      message,
      class: error?.constructor?.name,
      status,
      code,
      type,
      cause: String(cause),
      request: requestID ?? request_id,
      keys: keysOf(error),
    };
  }
}

function keysOf(value) {
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), Object.getPrototypeOf(value)?.constructor?.name];
}

function prefixed(prefix, forms = {}) {
  return Object.fromEntries(Object.entries(forms).map(([name, run]) => [`${prefix}, ${name}`, run]));
}

function ask(model, more = {}) {
  return {
    model,
    max_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    top_k: 5,
    stop_sequences: ["END"],
    system: PROMPT,
    messages: [{ role: "user", content: PROMPT }],
    ...more,
  };
}

function messageForms(messages) {
  return {
    plain: () => messages.create(ask("claude-x")),
    "request id": async () => (await messages.create(ask("claude-x")))._request_id,
    "instance of its promise": async () => {
      const promise = messages.create(ask("claude-x"));
      const seen = [promise instanceof Promise, promise.constructor.name, Object.keys(promise)];
      await promise;
      return seen;
    },
    "with response": async () => {
      const { data, response } = await messages.create(ask("claude-x")).withResponse();
      return { data, status: response.status, used: response.bodyUsed };
    },
    "as response": async () => {
      const response = await messages.create(ask("claude-x")).asResponse();
      return { status: response.status, used: response.bodyUsed, body: await response.json() };
    },
    "as response, body left": async () => {
      const response = await messages.create(ask("claude-x")).asResponse();
      await response.body.cancel();
      return response.status;
    },
    "awaited two times": async () => {
      const promise = messages.create(ask("claude-x"));
      return (await promise) === (await promise);
    },
    "then, catch and finally": () => {
      const promise = messages.create(ask("claude-x"));
      return promise
        .then((message) => message.id)
        .catch(() => "never")
        .finally(() => undefined);
    },
    garbage: () => messages.create(ask("garbage")),
    "no JSON": () => messages.create(ask("no-json")),
    "hang up": () => messages.create(ask("hang-up")),
    400: () => messages.create(ask("status-400")),
    401: () => messages.create(ask("status-401")),
    429: () => messages.create(ask("status-429")),
    500: () => messages.create(ask("status-500")),
    "429 as response": () => messages.create(ask("status-429")).asResponse(),
    "429 with response": () => messages.create(ask("status-429")).withResponse(),
    "two retries": () => messages.create(ask("retry-2"), { maxRetries: 2 }),
    "not awaited, fails": async () => void messages.create(ask("status-400")).then(() => undefined),
    aborted: async () => {
      const controller = new AbortController();
      const promise = messages.create(ask("silent"), { signal: controller.signal });
      setImmediate(() => controller.abort());
      return promise;
    },
    "timed out": () => messages.create(ask("silent"), { timeout: 30 }),
    "no parameters": () => messages.create(undefined),
    "hostile parameters": () => {
      const params = ask("claude-x");
      Object.defineProperty(params, "temperature", { enumerable: true, get: thrower() });
      return messages.create(params);
    },
    ...(messages.parse && {
      parse: () => messages.parse(ask("claude-x")),
    }),
  };
}

/** Throws what the application would see without instrumentation too. */
function thrower() {
  return () => {
    throw new RangeError("a getter of the application");
  };
}

function streamForms(client) {
  const { messages } = client;
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
    "stream, tee": async () => {
      const [left, right] = (await open("claude-x")).tee();
      return [await collect(left), await collect(right)];
    },
    "stream, as readable stream": async () =>
      new Response((await open("claude-x")).toReadableStream()).text(),
    "stream, read two times": async () => {
      const stream = await open("claude-x");
      await collect(stream);
      return collect(stream);
    },
    "stream, cut": async () => collect(await open("cut")),
    "stream, short": async () => collect(await open("short")),
    "stream, empty": async () => collect(await open("empty")),
    "stream, error event": async () => collect(await open("error-event")),
    "stream, bad event": async () => collect(await open("bad-event")),
    "stream, huge": async () => (await collect(await open("huge"))).length,
    "stream, 429": () => open("status-429"),
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
    },
  };
}

function betaForms(client) {
  const { messages } = client.beta;
  return {
    plain: () => messages.create(ask("claude-x")),
    stream: async () => collect(await messages.create(ask("claude-x", { stream: true }))),
    401: () => messages.create(ask("status-401")),
    ...(messages.stream && {
      "helper, final message": () => messages.stream(ask("claude-x")).finalMessage(),
    }),
    ...(messages.toolRunner && toolForms(messages)),
  };
}

function toolForms(messages) {
  return {
    "tool runner": () => messages.toolRunner(ask("tools", { tools: tools() })),
    "tool runner, step by step": async () => {
      const seen = [];
      for await (const message of messages.toolRunner(ask("tools", { tools: tools() }))) {
        seen.push(message);
      }
      return seen;
    },
    "tool runner, streamed": async () => {
      const seen = [];
      const runner = messages.toolRunner(ask("tools", { tools: tools(), stream: true }));
      for await (const stream of runner) seen.push(await stream.finalMessage());
      return seen;
    },
    "tool runner, left": async () => {
      const runner = messages.toolRunner(ask("tools", { tools: tools() }));
      for await (const message of runner) return message;
    },
    "tool runner, 401": () => messages.toolRunner(ask("status-401", { tools: tools() })),
  };
}

function tools() {
  return [
    {
      name: "weather",
      description: "tells the weather",
      input_schema: { type: "object" },
      parse: (input) => input,
      run: async ({ city }) => `${PROMPT} in ${city}`,
    },
    {
      name: "broken",
      input_schema: { type: "object" },
      run: () => {
        throw new TypeError(`broken by ${PROMPT}`);
      },
    },
  ];
}

/** Nothing of these is an inference. */
function otherForms(client) {
  return {
    ...(client.messages.countTokens && {
      "count of tokens": () =>
        client.messages.countTokens({
          model: "claude-x",
          messages: [{ role: "user", content: PROMPT }],
        }),
    }),
  };
}

async function collect(items) {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}
