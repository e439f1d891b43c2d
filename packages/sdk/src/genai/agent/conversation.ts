import { setConversation } from "@agent-otel/semconv-genai";
import { context } from "@opentelemetry/api";
import { nameConversations } from "./name-conversation.ts";

/**
 * Runs something as part of a conversation: every agent, model call, tool and MCP request in it carries
 * `gen_ai.conversation.id`. It makes no span.
 *
 * @returns What `run` returns, the same object.
 *
 * @example
 * app.post("/chat", (request) => conversation(request.body.conversationId, () => answer(request.body)));
 */
export function conversation<T>(id: string, run: () => T): T {
  nameConversations();
  return context.with(setConversation(context.active(), id), run);
}
