import { getAgentContext } from "@agent-otel/semconv-genai";
import type { Context } from "@opentelemetry/api";
import { setStartHook } from "../../trace/start-hook.ts";
import type { StartedSpan } from "../../trace/start-hook.ts";

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
  setStartHook(nameConversation);
}

const CONVERSATION = "gen_ai.conversation.id";
/** The conventions', the AI SDK's, OpenInference's, OpenLLMetry's and Langfuse's. */
const GENAI = /^(?:gen_ai|mcp|ai|llm|openinference|traceloop|langfuse)\./;
let done = false;
