import { context, SpanKind } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { getAgentContext, setAgentContext } from "./agent-context.ts";
import {
  ATTR_GEN_AI_AGENT_DESCRIPTION,
  ATTR_GEN_AI_AGENT_ID,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
} from "./attributes.ts";
import { METRIC_GEN_AI_INVOKE_AGENT_DURATION } from "./metrics.ts";
import { startOperation } from "./operation.ts";
import type { Operation } from "./operation.ts";
import type { GenAiProviderName } from "./values.ts";

/** An agent run inside this process. */
export interface AgentRequest {
  /** Name of the agent; part of the span name, so one of few. */
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  /** Conversation that the run belongs to. @default that of the agent run around it */
  readonly conversationId?: string | undefined;
  /** Model the agent uses, when it is always the same. */
  readonly model?: string | undefined;
  readonly provider?: GenAiProviderName | undefined;
}

/**
 * Begins an agent run: span `invoke_agent {name}` of kind INTERNAL and metric `gen_ai.invoke_agent.duration`.
 * Model and tool calls started in its context carry its conversation id; tool calls also the agent's name.
 */
export function startInvokeAgent(request: AgentRequest): Operation {
  const parent = context.active();
  const conversationId = request.conversationId ?? getAgentContext(parent).conversationId;
  const operation = startOperation({
    name: request.name === undefined ? "invoke_agent" : `invoke_agent ${request.name}`,
    kind: SpanKind.INTERNAL,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: "invoke_agent",
      [ATTR_GEN_AI_PROVIDER_NAME]: request.provider,
      [ATTR_GEN_AI_AGENT_NAME]: request.name,
      [ATTR_GEN_AI_AGENT_ID]: request.id,
      [ATTR_GEN_AI_AGENT_DESCRIPTION]: request.description,
      [ATTR_GEN_AI_REQUEST_MODEL]: request.model,
      [ATTR_GEN_AI_CONVERSATION_ID]: conversationId,
    },
    duration: METRIC_GEN_AI_INVOKE_AGENT_DURATION,
    parent,
  });
  return {
    context: inside(operation.context, request.name, conversationId),
    end: (error) => operation.end(error),
  };
}

function inside(at: Context, agentName?: string, conversationId?: string): Context {
  return setAgentContext(at, { agentName, conversationId });
}
