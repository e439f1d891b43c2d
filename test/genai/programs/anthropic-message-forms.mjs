// Messages that are asked for as a whole.

/** Parameters of a message. */
export function ask(model, more = {}) {
  return {
    model,
    max_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    top_k: 5,
    stop_sequences: ["END"],
    system: "canary-system-41fa",
    messages: [{ role: "user", content: "canary-prompt-9b2e" }],
    ...more,
  };
}

/** Ways to ask for a message as a whole. */
export function messageForms({ messages }) {
  return {
    plain: () => messages.create(ask("claude-x")),
    "request id": async () => Reflect.get(await messages.create(ask("claude-x")), "_request_id"),
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
    ...failingForms(messages),
    ...badlyCalledForms(messages),
    ...(messages.parse && {
      parse: () => messages.parse(ask("claude-x")),
    }),
  };
}

function failingForms(messages) {
  return {
    garbage: () => messages.create(ask("garbage")),
    "no JSON": () => messages.create(ask("no-json")),
    "hang up": () => messages.create(ask("hang-up")),
    400: () => messages.create(ask("status-400")),
    401: () => messages.create(ask("status-401")),
    429: () => messages.create(ask("status-429")),
    500: () => messages.create(ask("status-500")),
    "429 as response": () => messages.create(ask("status-429")).asResponse(),
    "429 with response": () => messages.create(ask("status-429")).withResponse(),
    "two retries": () => messages.create(ask("retry-529"), { maxRetries: 2 }),
    "not awaited, fails": async () => void messages.create(ask("status-400")).then(() => undefined),
  };
}

function badlyCalledForms(messages) {
  return {
    aborted: async () => {
      const controller = new AbortController();
      const promise = messages.create(ask("silent"), { signal: controller.signal });
      setImmediate(() => controller.abort());
      return promise;
    },
    "aborted before": () =>
      messages.create(ask("claude-x"), { signal: AbortSignal.abort(new RangeError("enough")) }),
    "circular parameters": () => {
      const params = ask("claude-x");
      params.messages[0].self = params;
      return messages.create(params);
    },
    html: () => messages.create(ask("html")),
    cut: () => messages.create(ask("cut")),
    "timed out": () => messages.create(ask("silent"), { timeout: 30 }),
    "no parameters": () => messages.create(undefined),
    "hostile parameters": () => {
      const params = ask("claude-x");
      Object.defineProperty(params, "temperature", { enumerable: true, get: thrower() });
      return messages.create(params);
    },
  };
}

/** Throws what the application would see without instrumentation too. */
function thrower() {
  return () => {
    throw new RangeError("a getter of the application");
  };
}
