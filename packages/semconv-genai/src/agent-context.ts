import { createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";

/** What an agent run passes down to the model and tool calls inside it. */
export interface AgentContext {
  readonly agentName?: string | undefined;
  readonly conversationId?: string | undefined;
}

/** The innermost agent run of a context; empty outside any. */
export function getAgentContext(context: Context): AgentContext {
  const value = context.getValue(KEY);
  return value instanceof Run ? value : NONE;
}

/** A context whose model and tool calls belong to this agent run. An absent conversation id is inherited. */
export function setAgentContext(context: Context, agent: AgentContext): Context {
  const conversationId = agent.conversationId ?? getAgentContext(context).conversationId;
  return context.setValue(KEY, new Run(agent.agentName, conversationId));
}

const KEY = createContextKey("@agent-otel/semconv-genai agent run");
const NONE: AgentContext = {};

class Run implements AgentContext {
  readonly agentName: string | undefined;
  readonly conversationId: string | undefined;

  constructor(agentName: string | undefined, conversationId: string | undefined) {
    this.agentName = agentName;
    this.conversationId = conversationId;
  }
}
