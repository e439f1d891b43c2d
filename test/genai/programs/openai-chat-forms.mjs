// Chat completions that are not streamed.
import { classesOf } from "./outcome.mjs";

export const PROMPT = "canary-prompt-9b2e";
const SYSTEM = "canary-system-41fa";

/** Parameters of a chat call; the model's name tells the provider what to do. */
export function ask(model, more = {}) {
  const messages = [
    { role: "system", content: SYSTEM },
    { role: "user", content: PROMPT },
  ];
  return { model, messages, ...more };
}

const create = (client, model, options) => client.chat.completions.create(ask(model), options);

export const forms = {
  chat: ({ client }) => create(client, "gpt-x"),
  "chat, then()": ({ client }) => create(client, "gpt-x").then((answer) => answer.id),
  "chat, catch() and finally()": ({ client }) =>
    create(client, "gpt-x")
      .catch(() => "caught")
      .finally(() => undefined),
  "chat, awaited two times": async ({ client }) => {
    const promise = create(client, "gpt-x");
    return (await promise) === (await promise);
  },
  "chat, awaited late": async ({ client }) => {
    const promise = create(client, "gpt-x");
    await create(client, "gpt-x");
    return (await promise).id;
  },
  "chat, asResponse()": async ({ client }) => {
    const response = await create(client, "gpt-x").asResponse();
    return [response.status, await response.json()];
  },
  "chat, asResponse() and awaited": async ({ client }) => {
    const promise = create(client, "gpt-x");
    const { status } = await promise.asResponse();
    return [status, (await promise).id];
  },
  "chat, withResponse()": async ({ client }) => {
    const { data, response, request_id } = await create(client, "gpt-x").withResponse();
    return [data, response.status, request_id];
  },
  "chat, parse()": async ({ client }) => {
    const format = { type: "json_schema", json_schema: { name: "said", schema: {} } };
    const parsed = await client.chat.completions.parse(ask("gpt-x", { response_format: format }));
    return parsed.choices[0].message.content;
  },
  "chat, parse() and withResponse()": async ({ client }) => {
    const { data } = await client.chat.completions.parse(ask("gpt-x")).withResponse();
    return data.choices;
  },
  "chat, the promise": async ({ client, openai }) => {
    const promise = create(client, "gpt-x");
    const seen = [promise instanceof Promise, promise instanceof openai.APIPromise];
    const keys = Object.keys(promise);
    await promise;
    return [seen, classesOf(promise), keys, Object.keys(promise), String(promise)];
  },
  "chat, retried": ({ patient }) => create(patient, "flaky-503"),
  "chat, retried in vain": ({ patient }) => create(patient, "status-500"),
  ...refusals(),
  "chat, parse(), 401": ({ client }) => client.chat.completions.parse(ask("status-401")),
  "chat, asResponse(), 401": ({ client }) => create(client, "status-401").asResponse(),
  "chat, withResponse(), 401": ({ client }) => create(client, "status-401").withResponse(),
  "chat, not awaited, 401": ({ client }) => void create(client, "status-401"),
  "chat, parse() not awaited, 401": ({ client }) =>
    void client.chat.completions.parse(ask("status-401")),
  "chat, garbage": ({ client }) => create(client, "garbage"),
  "chat, malformed JSON": ({ client }) => create(client, "no-json"),
  "chat, a page": ({ client }) => create(client, "html"),
  "chat, cut": ({ client }) => create(client, "cut"),
  "chat, aborted": ({ client }) => {
    const controller = new AbortController();
    const promise = create(client, "silent", { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    return promise;
  },
  "chat, aborted before": ({ client }) => create(client, "gpt-x", { signal: AbortSignal.abort() }),
  "chat, timed out": ({ client }) => create(client, "silent", { timeout: 30 }),
  "chat, circular parameters": ({ client }) => {
    const metadata = {};
    metadata.self = metadata;
    return client.chat.completions.create(ask("gpt-x", { metadata }));
  },
  "chat, no parameters": ({ client }) => client.chat.completions.create(),
  "chat, Azure": ({ azure }) => create(azure, "gpt-x"),
};

function refusals() {
  return Object.fromEntries(
    [400, 401, 429, 500].map((status) => [
      `chat, ${status}`,
      ({ client }) => create(client, `status-${status}`),
    ]),
  );
}
