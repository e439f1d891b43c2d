import { guard, startExecuteTool } from "@agent-otel/semconv-genai";
import { fields, list, text } from "../fields.ts";
import { runTool } from "../run-tool.ts";
import type { Around } from "../wrap-method.ts";
import { ChatToolCalls, parsedJson } from "./chat-tool-calls.ts";

/**
 * Around `_runTools(client, params, …)` of the runners behind `chat.completions.runTools`: the loop gets the same tools,
 * except that each runs inside a span `execute_tool` with the identifier of the call that the model asked for.
 */
export const tracedChatTools: Around = (self, args, original) => {
  const [client, params, ...rest] = args;
  const traced = guard(() => withTracedTools(self, params));
  return original(traced === undefined ? args : [client, traced, ...rest]);
};

function withTracedTools(runner: unknown, params: unknown): unknown {
  const { tools } = fields(params);
  if (!Array.isArray(tools)) return params;
  const calls = new ChatToolCalls(runner);
  return { ...fields(params), tools: tools.map((tool) => calls.traced(tool)) };
}

/** Around `dispatchTool(call, …)` of the runner for the Responses API, which runs one tool call. */
export const tracedResponsesTool: Around = (_self, args, original) => {
  const call = fields(args[0]);
  const id = text(call["call_id"]);
  const supplied = args[4];
  // The application has given the result itself: nothing runs.
  if (supplied instanceof Map && supplied.has(id)) return original(args);
  const started = guard(() =>
    startExecuteTool({
      // Computer calls have no name.
      name: text(call["name"]) ?? text(call["type"])?.replace(/_call$/, "") ?? "unknown",
      callId: id,
      type: "function",
      arguments: () => parsedJson(call["arguments"]) ?? list(call["actions"]),
    }),
  );
  return started === undefined ? original(args) : runTool(started, () => original(args));
};
