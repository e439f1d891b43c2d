// Runners that call tools themselves.
import { trace } from "@opentelemetry/api";
import { ask } from "./openai-chat-forms.mjs";

const RESULT = "canary-result-e802";
const tracer = trace.getTracer("program");

/** A tool with a parser of its own, and one that gets what the model wrote. */
function tools(lookUp = () => ({ found: RESULT })) {
  return [
    {
      type: "function",
      function: {
        name: "look_up",
        description: "finds things",
        parse: JSON.parse,
        parameters: { type: "object", properties: {} },
        function: (given) =>
          tracer.startActiveSpan("inside the tool", (span) => {
            span.end();
            return lookUp(given);
          }),
      },
    },
    {
      type: "function",
      function: {
        parameters: { type: "object", properties: {} },
        function: async function echo(text) {
          return { length: text.length, on: Object.keys(this) };
        },
      },
    },
  ];
}

const run = (client, options, more = {}) =>
  client.chat.completions.runTools(ask("tools", { tools: tools(options), ...more }));

export const forms = {
  runTools: async ({ client }) => {
    const runner = run(client);
    return [await runner.finalContent(), runner.messages];
  },
  "runTools, streamed": async ({ client }) => {
    const runner = run(client, undefined, { stream: true });
    return [await runner.finalContent(), runner.messages];
  },
  "runTools, a tool that fails": ({ client }) =>
    run(client, () => {
      throw new RangeError(RESULT);
    }).done(),
  "runTools, a tool that rejects": ({ client }) =>
    run(client, () => Promise.reject(new RangeError(RESULT))).done(),
  "runTools, a tool that begins when it is awaited": async ({ client }) => {
    let begun = 0;
    const lazy = () => ({
      // oxlint-disable-next-line unicorn/no-thenable -- as query builders are
      then(fulfilled) {
        begun += 1;
        fulfilled(RESULT);
      },
    });
    return [await run(client, lazy).finalContent(), begun];
  },
  "runTools, hostile arguments": ({ client }) => {
    const parse = () => {
      throw new SyntaxError("no");
    };
    const [first] = tools();
    const hostile = [{ ...first, function: { ...first.function, parse } }];
    return client.chat.completions.runTools(ask("tools", { tools: hostile })).finalContent();
  },
  "runTools, a chosen tool": async ({ client }) => {
    const runner = client.chat.completions.runTools(
      ask("tools", {
        tools: tools(),
        tool_choice: { type: "function", function: { name: "echo" } },
      }),
    );
    await runner.done();
    return runner.messages.length;
  },
};
