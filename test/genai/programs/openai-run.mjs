// Calls the client in all the ways that applications do, one after the other, and prints what they see of it.
import { trace } from "@opentelemetry/api";
import { outcome } from "./outcome.mjs";
import { forms } from "./openai-forms.mjs";

/** Prints `outcome: {form, …}` for each form, and then how many rejections nobody handled. */
export async function runForms(openai, url) {
  const unhandled = [];
  process.on("unhandledRejection", (error) => void unhandled.push(error?.constructor?.name));
  const { OpenAI, AzureOpenAI } = openai;
  const options = { apiKey: "k", maxRetries: 0 };
  const clients = {
    client: new OpenAI({ ...options, baseURL: `${url}/v1` }),
    patient: new OpenAI({ ...options, baseURL: `${url}/v1`, maxRetries: 2 }),
    azure: new AzureOpenAI({ ...options, baseURL: `${url}/openai`, apiVersion: "1" }),
    openai,
  };
  const tracer = trace.getTracer("program");
  for (const [form, run] of Object.entries(forms)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each has a trace of its own
    const seen = await tracer.startActiveSpan(form, async (span) => {
      try {
        return await outcome(() => run(clients));
      } finally {
        span.end();
      }
    });
    console.log(`outcome: ${JSON.stringify({ form, seen })}`);
  }
  // Rejections are told in the turn after they happened.
  await new Promise((resolve) => setImmediate(resolve));
  const classes = unhandled.map(String).toSorted((a, b) => a.localeCompare(b));
  console.log(`unhandled: ${JSON.stringify(classes)}`);
  // A stream that is still unread keeps its connection open, and the process.
  process.kill(process.pid);
}
