// Calls the client in all the ways that applications do, one after the other, and prints what they see of it.
import { trace } from "@opentelemetry/api";
import { betaForms } from "./anthropic-beta-forms.mjs";
import { ask, messageForms } from "./anthropic-message-forms.mjs";
import { streamForms } from "./anthropic-stream-forms.mjs";
import { outcome } from "./outcome.mjs";

/**
 * Prints `outcome: {form, …}` for each form, and then how many rejections nobody handled.
 *
 * @param without Pattern of the names of forms that are left out.
 */
export async function runForms(Anthropic, url, without = "^$") {
  const unhandled = [];
  process.on("unhandledRejection", (error) => void unhandled.push(error?.constructor?.name));
  // Where older versions say what they could not parse.
  console.error = console.warn = () => undefined;
  const client = new Anthropic({ baseURL: url, apiKey: "k", maxRetries: 0 });
  const tracer = trace.getTracer("program");
  for (const [form, run] of Object.entries(allForms(client))) {
    if (new RegExp(without).test(form)) continue;
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each has a trace of its own
    const seen = await tracer.startActiveSpan(form, async (span) => {
      try {
        return await outcome(run);
      } finally {
        span.end();
      }
    });
    console.log(`outcome: ${JSON.stringify({ form, seen })}`);
  }
  // Rejections are told in the turn after they happened.
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(`unhandled: ${JSON.stringify(unhandled.map(String).toSorted())}`);
  // A stream that is still unread keeps its connection open, and the process.
  process.kill(process.pid);
}

/** What this version of the client has. */
function allForms({ messages, beta }) {
  return {
    ...messageForms({ messages }),
    ...streamForms({ messages }),
    ...(beta?.messages && prefixed("beta, ", betaForms(beta))),
    ...(messages.countTokens && { "count of tokens": () => countTokens(messages) }),
  };
}

function prefixed(prefix, forms) {
  return Object.fromEntries(Object.entries(forms).map(([name, run]) => [prefix + name, run]));
}

function countTokens(messages) {
  const { model, messages: asked } = ask("claude-x");
  return messages.countTokens({ model, messages: asked });
}
