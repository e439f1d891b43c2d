import { context, SpanKind } from "@opentelemetry/api";
import { getAgentContext } from "./agent-context.ts";
import {
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_DESCRIPTION,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_TOOL_TYPE,
} from "./attributes.ts";
import { METRIC_GEN_AI_EXECUTE_TOOL_DURATION } from "./metrics.ts";
import { startOperation } from "./operation.ts";
import type { Operation } from "./operation.ts";
import type { GenAiToolType } from "./values.ts";

/** A tool call executed by the application. */
export interface ToolRequest {
  /** Name of the tool; part of the span name, so one of few. */
  readonly name: string;
  /** Identifier that the model gave to the call. */
  readonly callId?: string | undefined;
  readonly type?: GenAiToolType | undefined;
  readonly description?: string | undefined;
}

/** Begins a tool call: span `execute_tool {name}` of kind INTERNAL and metric `gen_ai.execute_tool.duration`. */
export function startExecuteTool(request: ToolRequest): Operation {
  const parent = context.active();
  const { agentName, conversationId } = getAgentContext(parent);
  return startOperation({
    name: `execute_tool ${request.name}`,
    kind: SpanKind.INTERNAL,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: "execute_tool",
      [ATTR_GEN_AI_TOOL_NAME]: request.name,
      [ATTR_GEN_AI_TOOL_CALL_ID]: request.callId,
      [ATTR_GEN_AI_TOOL_TYPE]: request.type,
      [ATTR_GEN_AI_TOOL_DESCRIPTION]: request.description,
      [ATTR_GEN_AI_AGENT_NAME]: agentName,
      [ATTR_GEN_AI_CONVERSATION_ID]: conversationId,
    },
    duration: METRIC_GEN_AI_EXECUTE_TOOL_DURATION,
    parent,
  });
}
