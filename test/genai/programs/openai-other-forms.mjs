// Responses and embeddings.
import { PROMPT } from "./openai-chat-forms.mjs";
import { collect } from "./openai-stream-forms.mjs";

const respond = (client, model, more = {}) =>
  client.responses.create({ model, input: PROMPT, instructions: "canary-system-41fa", ...more });

export const forms = {
  responses: ({ client }) => respond(client, "gpt-x"),
  "responses, output_text": async ({ client }) => (await respond(client, "gpt-x")).output_text,
  "responses, asResponse()": async ({ client }) =>
    (await respond(client, "gpt-x").asResponse()).json(),
  "responses, withResponse()": async ({ client }) => {
    const { data, response } = await respond(client, "gpt-x").withResponse();
    return [data, response.status];
  },
  "responses, parse()": async ({ client }) =>
    (await client.responses.parse({ model: "gpt-x", input: PROMPT })).output_text,
  "responses, parse(), 429": ({ client }) =>
    client.responses.parse({ model: "status-429", input: PROMPT }),
  "responses, failed": ({ client }) => respond(client, "failed"),
  "responses, garbage": ({ client }) => respond(client, "garbage"),
  "responses, 400": ({ client }) => respond(client, "status-400"),
  "responses, stream": async ({ client }) =>
    collect(await respond(client, "gpt-x", { stream: true })),
  "responses, stream and withResponse()": async ({ client }) => {
    const { data } = await respond(client, "gpt-x", { stream: true }).withResponse();
    return collect(data);
  },
  "responses, stream left early": async ({ client }) => {
    for await (const event of await respond(client, "gpt-x", { stream: true })) return event;
    return "no event";
  },
  "responses, stream cut": async ({ client }) =>
    collect(await respond(client, "cut", { stream: true })),
  "responses, stream of a failure": async ({ client }) =>
    collect(await respond(client, "failed", { stream: true })),
  "responses, stream, error event": async ({ client }) =>
    collect(await respond(client, "error-event", { stream: true })),
  "responses, stream, 429": ({ client }) => respond(client, "status-429", { stream: true }),
  "responses, stream, 10 MB": async ({ client }) =>
    (await collect(await respond(client, "huge", { stream: true }))).length,
  "responses, stream helper": async ({ client }) => {
    const stream = client.responses.stream({ model: "gpt-x", input: PROMPT });
    return (await stream.finalResponse()).output_text;
  },
  "responses, stream helper, iterated": async ({ client }) =>
    collect(client.responses.stream({ model: "gpt-x", input: PROMPT })),
  "responses, stream helper, 429": async ({ client }) =>
    client.responses.stream({ model: "status-429", input: PROMPT }).finalResponse(),
  "responses, Azure": ({ azure }) => respond(azure, "gpt-x"),
  embeddings: ({ client }) => client.embeddings.create({ model: "embed-x", input: PROMPT }),
  "embeddings, float": ({ client }) =>
    client.embeddings.create({ model: "embed-x", input: PROMPT, encoding_format: "float" }),
  "embeddings, withResponse()": async ({ client }) => {
    const asked = client.embeddings.create({ model: "embed-x", input: PROMPT });
    const { data, response } = await asked.withResponse();
    return [data, response.status];
  },
  "embeddings, 401": ({ client }) =>
    client.embeddings.create({ model: "status-401", input: PROMPT }),
};
