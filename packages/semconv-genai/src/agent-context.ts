import { createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import type { AttributeRecord } from "./attribute-record.ts";

/** What an agent run passes down to the model and tool calls inside it. */
export interface AgentContext {
  readonly agentName?: string | undefined;
  readonly conversationId?: string | undefined;
}

/**
 * What a call is to the agent run around it: `inference` asks a model for the next step, `model` is other work of a model
 * (vectors, an answer fetched later), `tool` is a tool call, `data` any other work outside (a search, a memory, a remote
 * agent, an MCP request).
 */
export type CallKind = "inference" | "model" | "tool" | "data";

/** Hears of every call inside a context, from operations of this package. What it throws is caught. */
export interface CallObserver {
  began(kind: CallKind): void;
  /**
   * A call that began has ended.
   *
   * @param known What is known of it, in the names of `latest`: usage, finish reasons, `error.type`.
   */
  ended(kind: CallKind, known: AttributeRecord): void;
  /** What a tool call is about. `read` gives the arguments; they must not be kept. */
  toolCalled(name: string | undefined, read: (() => unknown) | undefined): void;
}

/** The innermost agent run of a context; empty outside any. */
export function getAgentContext(context: Context): AgentContext {
  return runOf(context) ?? NONE;
}

/** A context whose model and tool calls belong to this agent run. An absent conversation id is inherited. */
export function setAgentContext(context: Context, agent: AgentContext): Context {
  const around = runOf(context);
  return context.setValue(KEY, {
    ...around,
    agentName: agent.agentName,
    conversationId: agent.conversationId ?? around?.conversationId,
    calls: { inference: 0, tool: 0 },
    tool: false,
  } satisfies Run);
}

/** A context whose operations belong to a conversation, in the agent run that it is in already. */
export function setConversation(context: Context, conversationId: string): Context {
  const around = runOf(context);
  return context.setValue(KEY, {
    calls: { inference: 0, tool: 0 },
    ...around,
    conversationId,
  } satisfies Run);
}

/** A context of whose calls the observer hears, in place of an observer further out. */
export function observeCalls(context: Context, observer: CallObserver): Context {
  const around = runOf(context);
  return context.setValue(KEY, {
    calls: { inference: 0, tool: 0 },
    ...around,
    observer,
  } satisfies Run);
}

/** Who hears of the calls inside a context. */
export function callObserver(context: Context): CallObserver | undefined {
  return runOf(context)?.observer;
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

/** A context inside a tool call: an MCP request of the tool is part of it, not another tool call. */
export function enterTool(context: Context): Context {
  const run = runOf(context);
  return run === undefined ? context : context.setValue(KEY, { ...run, tool: true } satisfies Run);
}

/** Whether a context is inside a tool call of its innermost agent run. */
export function isInsideTool(context: Context): boolean {
  return runOf(context)?.tool === true;
}

const KEY = /* @__PURE__ */ createContextKey("@agent-otel/semconv-genai agent run");
const NONE: AgentContext = {};

interface Run extends AgentContext {
  readonly calls: { inference: number; tool: number };
  readonly observer?: CallObserver | undefined;
  readonly tool?: boolean | undefined;
}

/** Only functions of this module write the key. */
function runOf(context: Context): Run | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key is private to this module
  return context.getValue(KEY) as Run | undefined;
}
