import type { Context } from "@opentelemetry/api";
import type { StartedSpan } from "../../trace/start-hook.ts";
import { nameConversation } from "./name-conversation.ts";

/** A span processor of OpenTelemetry's SDKs, without depending on one. */
export interface ConversationProcessor {
  onStart(span: StartedSpan, context: Context): void;
  onEnd(): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/**
 * A span processor for other SDKs: gives `gen_ai.conversation.id` to spans of generative AI that were made without it,
 * inside {@link conversation} or an {@link agent} with one. The pipeline of `@agent-otel/sdk` does so by itself.
 */
export function conversationProcessor(): ConversationProcessor {
  return {
    onStart: nameConversation,
    onEnd: () => {},
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
