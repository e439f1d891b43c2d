import { context } from "@opentelemetry/api";
import { callsOf, setAgentContext } from "../agent-context.ts";
import type { AttributeRecord } from "../attribute-record.ts";
import type { InputMessages, OutputMessages } from "../content/types.ts";
import {
  GEN_AI_INVOKE_AGENT_DURATION,
  GEN_AI_INVOKE_AGENT_INFERENCE_CALLS,
  GEN_AI_INVOKE_AGENT_TOOL_CALLS,
} from "../generated/metric-definitions.ts";
import { SPAN_GEN_AI_INVOKE_AGENT_INTERNAL } from "../generated/span-definitions.ts";
import type { GenAiProviderName } from "../generated/values.ts";
import { inAllVersions } from "./metric-choices.ts";
import { alwaysStart } from "./always-start.ts";
import { startOperation } from "./operation.ts";
import type { Operation } from "./operation.ts";
import { runner } from "./run.ts";
import type { Runner } from "./run.ts";

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
  /** What the agent is asked. Only called where contents are captured. */
  readonly input?: (() => InputMessages) | undefined;
  /** Ends the run as failed when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Asked when the run ends, whatever ends it, for more attributes of its span.
   *
   * @param failure The run's `error.type`; undefined where it did not fail.
   */
  readonly summary?: ((failure: string | undefined) => AttributeRecord) | undefined;
}

/** A running agent. */
export interface AgentOperation extends Operation {
  /** Whether anything of the run will be recorded. */
  readonly wanted: boolean;
  /** Tells what the agent answered; `read` is only called where contents are captured. */
  output(read: () => OutputMessages): void;
}

/**
 * Begins an agent run: span `invoke_agent {name}` of kind INTERNAL and the metrics `gen_ai.invoke_agent.duration`,
 * `gen_ai.invoke_agent.inference_calls` and `gen_ai.invoke_agent.tool_calls`. Model and tool calls started in its
 * context are counted and carry its conversation id; tool calls also the agent's name.
 */
export const startInvokeAgent: (request: AgentRequest) => AgentOperation =
  /* @__PURE__ */ alwaysStart(beginInvokeAgent);

function beginInvokeAgent(request: Partial<AgentRequest>): AgentOperation {
  const parent = context.active();
  const { conversationId, summary } = request;
  const operation = startOperation({
    definition: SPAN_GEN_AI_INVOKE_AGENT_INTERNAL,
    attributes: () => ({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.provider.name": request.provider,
      "gen_ai.agent.name": request.name,
      "gen_ai.agent.id": request.id,
      "gen_ai.agent.description": request.description,
      "gen_ai.request.model": request.model,
      "gen_ai.conversation.id": conversationId,
    }),
    duration: DURATION,
    parent,
    signal: request.signal,
  });
  const inside = setAgentContext(operation.context, { agentName: request.name, conversationId });
  if (!operation.wanted) {
    return { context: inside, wanted: false, output: () => {}, end: () => operation.end() };
  }
  operation.beforeEnd(() => {
    const calls = callsOf(inside);
    operation.record(INFERENCE_CALLS, calls.inference);
    operation.record(TOOL_CALLS, calls.tool);
    if (summary !== undefined) operation.set(summary(failureOf(operation.known)));
  });
  operation.content("gen_ai.input.messages", request.input);
  return {
    context: inside,
    wanted: true,
    output: (read) => operation.content("gen_ai.output.messages", read),
    end: (error) => operation.end(error),
  };
}

/** Runs an agent inside its span; see {@link startInvokeAgent}. */
export const invokeAgent: Runner<AgentRequest, AgentOperation> =
  /* @__PURE__ */ runner(startInvokeAgent);

function failureOf(known: AttributeRecord): string | undefined {
  const type = known["error.type"];
  return typeof type === "string" ? type : undefined;
}

const DURATION = /* @__PURE__ */ inAllVersions(GEN_AI_INVOKE_AGENT_DURATION);
const INFERENCE_CALLS = /* @__PURE__ */ inAllVersions(GEN_AI_INVOKE_AGENT_INFERENCE_CALLS);
const TOOL_CALLS = /* @__PURE__ */ inAllVersions(GEN_AI_INVOKE_AGENT_TOOL_CALLS);
