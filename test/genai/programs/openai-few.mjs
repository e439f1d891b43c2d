// A few calls of the client, for what is told of them. Argument: the URL of the provider.
import { OpenAI } from "openai";

const client = new OpenAI({ apiKey: "k", baseURL: `${process.argv[2]}/v1` });
const ask = { model: "gpt-x", messages: [{ role: "user", content: "canary-prompt-9b2e" }] };
await client.chat.completions.create(ask);
const options = { include_usage: true };
const stream = await client.chat.completions.create({
  ...ask,
  stream: true,
  stream_options: options,
});
for await (const chunk of stream) if (chunk.usage) break;
await client.embeddings.create({ model: "embed-x", input: "canary-prompt-9b2e" });
