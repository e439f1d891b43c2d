// Two copies of the client. Arguments: the URL of the provider, and a module of the second copy.
import { trace } from "@opentelemetry/api";
import { OpenAI } from "openai";

const { OpenAI: Second } = await import(process.argv[3]);
const tracer = trace.getTracer("program");
for (const [name, Client] of Object.entries({ first: OpenAI, second: Second })) {
  const client = new Client({ apiKey: "k", baseURL: `${process.argv[2]}/v1` });
  // oxlint-disable-next-line no-await-in-loop -- each in a trace of its own
  await tracer.startActiveSpan(name, async (span) => {
    await client.chat.completions.create({ model: "gpt-x", messages: [] });
    span.end();
  });
}
console.log(`outcome: ${JSON.stringify({ form: "different", seen: OpenAI !== Second })}`);
