import { createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";

/** What an agent run passes down to the model and tool calls inside it. */
export interface AgentContext {
  readonly agentName?: string | undefined;
  readonly conversationId?: string | undefined;
}

/** The innermost agent run of a context; empty outside any. */
export function getAgentContext(context: Context): AgentContext {
  return runOf(context) ?? NONE;
}

/** A context whose model and tool calls belong to this agent run. An absent conversation id is inherited. */
export function setAgentContext(context: Context, agent: AgentContext): Context {
  const conversationId = agent.conversationId ?? getAgentContext(context).conversationId;
  return context.setValue(KEY, new Run(agent.agentName, conversationId));
}

/** What {@link countCall} counted in the innermost agent run of a context. */
export function callsOf(context: Context): { readonly inference: number; readonly tool: number } {
  return runOf(context)?.calls ?? { inference: 0, tool: 0 };
}

/** Counts a call in the innermost agent run of a context. */
export function countCall(context: Context, kind: "inference" | "tool"): void {
  const run = runOf(context);
  if (run !== undefined) run.calls[kind] += 1;
}

const KEY = /* @__PURE__ */ createContextKey("@agent-otel/semconv-genai agent run");
const NONE: AgentContext = {};

function runOf(context: Context): Run | undefined {
  const value = context.getValue(KEY);
  return value instanceof Run ? value : undefined;
}

class Run implements AgentContext {
  readonly agentName: string | undefined;
  readonly conversationId: string | undefined;
  readonly calls = { inference: 0, tool: 0 };

  constructor(agentName: string | undefined, conversationId: string | undefined) {
    this.agentName = agentName;
    this.conversationId = conversationId;
  }
}
