// Calls of a model through the client of `openai`, with answers that are made up in this process: what is measured is
// the client and what sees it, and neither a server nor the network.
import { OpenAI } from "openai";

const CHUNKS = 100;
const messages = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "What is the capital of France?" },
];
const client = new OpenAI({ apiKey: "none", baseURL: "http://127.0.0.1:9/v1", fetch: answer });

/** Makes `calls` chats, one after the other; of a streamed one every chunk is read. */
export async function chats({ calls, streamed }) {
  for (let index = 0; index < calls; index += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await (streamed ? stream() : chat());
    // Timers and sockets get their turn, as they do while an application waits for a model.
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (index % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
  }
}

function chat() {
  return client.chat.completions.create({
    model: "gpt-x",
    messages,
    temperature: 0.5,
    max_completion_tokens: 100,
  });
}

async function stream() {
  const options = { include_usage: true };
  const chunks = await client.chat.completions.create({
    model: "gpt-x",
    messages,
    stream: true,
    stream_options: options,
  });
  let count = 0;
  for await (const { choices } of chunks) count += choices.length;
  if (count !== CHUNKS - 1) throw new Error(`${count} chunks came`);
}

async function answer(_url, { body }) {
  if (!body.includes('"stream":true')) {
    return new Response(whole, { headers: { "content-type": "application/json" } });
  }
  let next = 0;
  const source = {
    pull(controller) {
      if (next < events.length) controller.enqueue(events[next++]);
      else controller.close();
    },
  };
  const headers = { "content-type": "text/event-stream" };
  return new Response(new ReadableStream(source), { headers });
}

const usage = {
  prompt_tokens: 120,
  completion_tokens: 20,
  total_tokens: 140,
  prompt_tokens_details: { cached_tokens: 80 },
  completion_tokens_details: { reasoning_tokens: 5 },
};
const head = { created: 1, model: "gpt-x-2026-11", service_tier: "default" };
const message = { role: "assistant", content: "It is Paris.", refusal: null };
const whole = JSON.stringify({
  ...head,
  id: "chatcmpl-1",
  object: "chat.completion",
  choices: [{ index: 0, message, finish_reason: "stop" }],
  usage,
});

const deltas = Array.from({ length: CHUNKS - 3 }, (_, index) => ({ content: ` token ${index}` }));
const events = [
  ...[{ role: "assistant", content: "" }, ...deltas].map((delta) => chunk(delta, null)),
  chunk({}, "stop"),
  event({ choices: [], usage }),
  Buffer.from("data: [DONE]\n\n"),
];

function chunk(delta, finish_reason) {
  return event({ choices: [{ index: 0, delta, finish_reason }] });
}

function event(rest) {
  const data = { ...head, id: "chatcmpl-2", object: "chat.completion.chunk", ...rest };
  return Buffer.from(`data: ${JSON.stringify(data)}\n\n`);
}
