import { getAgentContext } from "@agent-otel/semconv-genai";
import type { Context } from "@opentelemetry/api";
import type { StartedSpan, StartHookHolder } from "../../trace/start-hook.ts";

/**
 * Gives a span of generative AI that others make, such as a framework's own, the id of the conversation it is started in,
 * where it has none. It is known by the attributes that it starts with.
 */
export function nameConversation(span: StartedSpan, context: Context): void {
  const { conversationId } = getAgentContext(context);
  if (conversationId === undefined) return;
  const names = Object.keys(span.attributes);
  if (names.includes(CONVERSATION) || !names.some((name) => GENAI.test(name))) return;
  span.setAttribute(CONVERSATION, conversationId);
}

/** Has the pipelines of this package name the conversation on spans of others, from now on. */
export function nameConversations(): void {
  if (done) return;
  done = true;
  const holder: StartHookHolder = Reflect.get(globalThis, START_HOOK) ?? {};
  holder.hook = nameConversation;
  Reflect.set(globalThis, START_HOOK, holder);
}

/** As the pipeline names it in `trace/start-hook.ts`, which would be loaded with all of the SDK. */
const START_HOOK: symbol = Symbol.for("@agent-otel/sdk start hook");

const CONVERSATION = "gen_ai.conversation.id";
/** The conventions', the AI SDK's, OpenInference's, OpenLLMetry's and Langfuse's. */
const GENAI = /^(?:gen_ai|mcp|ai|llm|openinference|traceloop|langfuse)\./;
let done = false;
