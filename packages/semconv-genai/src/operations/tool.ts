import { context, trace } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { callObserver, countCall, enterTool, getAgentContext } from "../agent-context.ts";
import { GEN_AI_EXECUTE_TOOL_DURATION } from "../generated/metric-definitions.ts";
import { SPAN_GEN_AI_EXECUTE_TOOL_INTERNAL } from "../generated/span-definitions.ts";
import type { GenAiToolType } from "../values.ts";
import { guard } from "../guard.ts";
import { inAllVersions } from "./metric-choices.ts";
import { noteToolSpan } from "../tool-spans.ts";
import { alwaysStart } from "./always-start.ts";
import { startOperation } from "./operation.ts";
import type { Operation } from "./operation.ts";
import { runner } from "./run.ts";
import type { Runner } from "./run.ts";

/** A tool call executed by the application. */
export interface ToolRequest {
  /** Name of the tool; part of the span name, so one of few. */
  readonly name: string;
  /** Identifier that the model gave to the call. */
  readonly callId?: string | undefined;
  readonly type?: GenAiToolType | undefined;
  readonly description?: string | undefined;
  /**
   * What the tool is called with. Called where contents are captured, and inside an agent run that counts repeated calls,
   * which keeps no more than a hash.
   */
  readonly arguments?: (() => unknown) | undefined;
  /** Ends the call as failed when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** A running tool call. */
export interface ToolCall extends Operation {
  /** Tells what the tool answered; `read` is only called where contents are captured. */
  result(read: () => unknown): void;
}

/** Begins a tool call: span `execute_tool {name}` of kind INTERNAL and metric `gen_ai.execute_tool.duration`. */
export const startExecuteTool: (request: ToolRequest) => ToolCall =
  /* @__PURE__ */ alwaysStart(beginExecuteTool);

function beginExecuteTool(request: Partial<ToolRequest>): ToolCall {
  const parent = context.active();
  const operation = startOperation({
    definition: SPAN_GEN_AI_EXECUTE_TOOL_INTERNAL,
    attributes: () => ({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": request.name,
      "gen_ai.tool.call.id": request.callId,
      "gen_ai.tool.type": request.type,
      "gen_ai.tool.description": request.description,
      "gen_ai.agent.name": getAgentContext(parent).agentName,
    }),
    duration: DURATION,
    parent,
    signal: request.signal,
    call: "tool",
  });
  countCall(parent, "tool");
  noteSpanOf(operation.context, parent, request.name);
  guard(() => callObserver(parent)?.toolCalled(request.name, request.arguments));
  operation.content("gen_ai.tool.call.arguments", request.arguments);
  return {
    context: enterTool(operation.context),
    result: (read) => operation.content("gen_ai.tool.call.result", read),
    end: (error) => operation.end(error),
  };
}

function noteSpanOf(inside: Context, parent: Context, tool: string | undefined): void {
  const span = trace.getSpan(inside);
  if (span !== undefined && span !== trace.getSpan(parent) && tool !== undefined)
    noteToolSpan(span, tool);
}

/** Runs a tool inside its span; see {@link startExecuteTool}. */
export const executeTool: Runner<ToolRequest, ToolCall> = /* @__PURE__ */ runner(startExecuteTool);

const DURATION = /* @__PURE__ */ inAllVersions(GEN_AI_EXECUTE_TOOL_DURATION);
