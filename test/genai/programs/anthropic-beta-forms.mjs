// The beta namespace of the client.
import { ask } from "./anthropic-message-forms.mjs";
import { collect } from "./anthropic-stream-forms.mjs";

/** The beta namespace, and its tool runner where there is one. */
export function betaForms({ messages }) {
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
      return "nothing came";
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
      run: async ({ city }) => `canary-result-e802 in ${city}`,
    },
    {
      name: "broken",
      input_schema: { type: "object" },
      run: () => {
        throw new TypeError(`canary-error-2f6d`);
      },
    },
  ];
}
