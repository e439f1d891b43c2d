import { tool as traceTool } from "@agent-otel/sdk/genai";
import type { Logger } from "pino";
import { ToolError, type AgentTool } from "../tools/tool.ts";
import type { ToolCall } from "./model.ts";

export interface ToolOutcome {
  readonly name: string;
  readonly outcome: "ok" | "error";
  /** What the model gets to read. */
  readonly content: string;
}

/** A longer result is cut: it would fill the context of the model. */
const maxResultCharacters = 16_000;

/**
 * Runs one call that the model asked for, inside an `execute_tool` span. It never fails on account of the tool: the
 * model reads what went wrong and can try something else. Only an abort ends it with an error.
 */
export async function runTool(
  call: ToolCall,
  {
    tools,
    signal,
    logger,
  }: {
    readonly tools: readonly AgentTool[];
    readonly signal: AbortSignal;
    readonly logger: Logger;
  },
): Promise<ToolOutcome> {
  const { name, arguments: args } = call.function;
  const wanted = tools.find((candidate) => candidate.name === name);
  if (wanted === undefined) {
    const known = tools.map((candidate) => candidate.name).join(", ");
    return failed(name, `there is no tool of this name; the tools are ${known}`);
  }
  try {
    const content = await traceTool(
      {
        name,
        callId: call.id,
        type: wanted.kind,
        description: wanted.description,
        arguments: args,
      },
      async () => wanted.run(parseArguments(args), signal),
    );
    return { name, outcome: "ok", content: content.slice(0, maxResultCharacters) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ToolError) {
      if (error.cause !== undefined) logger.warn({ tool: name, err: error.cause }, "a tool failed");
      return failed(name, error.message);
    }
    logger.error({ tool: name, err: error }, "a tool failed");
    return failed(name, "the tool failed");
  }
}

function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    // The parser's message quotes the text; the model knows what it sent.
    throw new ToolError("invalid arguments: not valid JSON");
  }
}

function failed(name: string, error: string): ToolOutcome {
  return { name, outcome: "error", content: JSON.stringify({ error }) };
}
