// Calls Anthropic's models through the clients for other platforms, inside a call that a framework records, in a process
// that has two copies of the client. Argument: the URL of the provider.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import Anthropic from "@anthropic-ai/sdk";
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";
import { trace } from "@opentelemetry/api";
import Older from "anthropic-0.60";
import { ask } from "./anthropic-message-forms.mjs";
import { outcome } from "./outcome.mjs";

const [, , url] = process.argv;
const options = { baseURL: url, maxRetries: 0 };
const bedrock = new AnthropicBedrock({ ...options, skipAuth: true, awsRegion: "eu-central-1" });
const auth = { getRequestHeaders: async () => new Headers({ authorization: "Bearer t" }) };
const googleAuth = { getClient: async () => auth };
const vertex = new AnthropicVertex({ ...options, region: "eu", projectId: "p", googleAuth });
const client = new Anthropic({ ...options, apiKey: "k" });
const silent = new Anthropic({ ...options, apiKey: "k", openTelemetry: false });
const older = new Older({ ...options, apiKey: "k" });

// The conventions' package is not the application's: a framework brings it.
const sdk = createRequire(import.meta.resolve("@agent-otel/sdk"));
const genAi = await import(pathToFileURL(sdk.resolve("@agent-otel/semconv-genai")).href);

const forms = {
  bedrock: () => bedrock.messages.create(ask("claude-x")),
  vertex: () => vertex.messages.create(ask("claude-x")),
  "vertex, stream helper": () => vertex.messages.stream(ask("claude-x")).finalMessage(),
  "own spans off": () => silent.messages.create(ask("claude-x")),
  "older copy": () => older.messages.create(ask("claude-x")),
  "conversation of its own": () =>
    client.messages.create(ask("claude-x"), { openTelemetry: { conversationId: "c-1" } }),
  ...Object.fromEntries(
    [client, older].map((each, index) => [
      `inside a framework ${index}`,
      () =>
        genAi.inference({ provider: "anthropic", model: "outer" }, () =>
          each.messages.create(ask("claude-x")),
        ),
    ]),
  ),
};

for (const [form, run] of Object.entries(forms)) {
  // oxlint-disable-next-line no-await-in-loop -- each has a trace of its own
  const seen = await trace.getTracer("program").startActiveSpan(form, async (span) => {
    const result = await outcome(run);
    span.end();
    return result;
  });
  console.log(`outcome: ${JSON.stringify({ form, seen })}`);
}
process.kill(process.pid);
