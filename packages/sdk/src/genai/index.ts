import { startExecuteTool, startInvokeAgent } from "@agent-otel/semconv-genai";
import type { GenAiProviderName, Operation } from "@agent-otel/semconv-genai";
import { context } from "@opentelemetry/api";

/** What {@link agent} records about a run. */
export interface AgentOptions {
  /** Name of the agent; part of the span name, so one of few. */
  readonly name: string;
  /** Identifier of the agent. */
  readonly id?: string;
  /** What the agent is for, in your words. */
  readonly description?: string;
  /** Conversation that the run belongs to. @default that of the agent run around it */
  readonly conversationId?: string;
  /** Model the agent uses, when it is always the same. */
  readonly model?: string;
  /** Provider of that model. */
  readonly provider?: GenAiProviderName;
}

/** What {@link tool} records about a call. */
export interface ToolOptions {
  /** Name of the tool; part of the span name, so one of few. */
  readonly name: string;
  /** Identifier that the model gave to the call. */
  readonly callId?: string;
  /**
   * Where the tool runs: a `function` in this application, an `extension` on the agent's side, a `datastore` is queried.
   * @default "function", because `run` is one
   */
  readonly type?: "function" | "extension" | "datastore";
  /** What the tool does, in your words. */
  readonly description?: string;
}

/**
 * Runs an agent inside a span `invoke_agent {name}` and records its duration. Model and tool calls made by `run`
 * become children and carry the conversation id.
 *
 * @returns What `run` returns.
 * @throws What `run` throws, the same object; the span then has an error status and the error's class.
 */
export async function agent<T>(options: AgentOptions, run: () => Promise<T> | T): Promise<T> {
  return settle(startInvokeAgent(options), run);
}

/**
 * Runs a tool inside a span `execute_tool {name}` and records its duration. Neither arguments nor result are recorded.
 *
 * @returns What `run` returns.
 * @throws What `run` throws, the same object; the span then has an error status and the error's class.
 */
export async function tool<T>(options: ToolOptions, run: () => Promise<T> | T): Promise<T> {
  return settle(startExecuteTool({ ...options, type: options.type ?? "function" }), run);
}

async function settle<T>(operation: Operation, run: () => Promise<T> | T): Promise<T> {
  try {
    const result = await context.with(operation.context, run);
    operation.end();
    return result;
  } catch (error) {
    // `throw undefined` is a failure too.
    operation.end(error ?? null);
    throw error;
  }
}
