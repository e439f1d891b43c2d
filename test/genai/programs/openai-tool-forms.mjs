// Runners that call tools themselves.
import { trace } from "@opentelemetry/api";
import { ask } from "./openai-chat-forms.mjs";

const RESULT = "canary-result-e802";
const tracer = trace.getTracer("program");

function look() {
  return tracer.startActiveSpan("inside the tool", (span) => {
    span.end();
    return RESULT;
  });
}

async function echo(text) {
  return { length: text.length, on: Object.keys(this) };
}

function refuse() {
  throw new SyntaxError("no");
}

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
        function: echo,
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
    const [first] = tools();
    const hostile = [{ ...first, function: { ...first.function, parse: refuse } }];
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
  "a runner of the Responses API": async ({ client }) => {
    // Only the newest releases have it.
    const helper = `${process.argv[2]}/helpers/responses-tool-runner`;
    const { ResponsesToolRunner } = await import(helper).catch(() => ({}));
    if (ResponsesToolRunner === undefined) return "none";
    const tool = { type: "function", name: "look_up", parameters: {}, strict: false };
    const runner = new ResponsesToolRunner({ functions: [{ tool, execute: look }] });
    return (await runner.run(client, { model: "tools", input: "canary-prompt-9b2e" })).output_text;
  },
};
