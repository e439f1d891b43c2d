import type { ChatMessage } from "./model.ts";

/** What was said so far, per conversation. It lives in memory only and is bounded in every direction. */
export interface Conversations {
  /** The messages of a conversation, oldest first; none for an unknown one. */
  read(conversationId: string): readonly ChatMessage[];
  /** Adds one whole turn: the question, what the tools did, the answer. */
  append(conversationId: string, turn: readonly ChatMessage[]): void;
}

export interface ConversationLimits {
  /** How many conversations are kept; the one that was used least recently goes first. @default 1000 */
  readonly maxConversations?: number;
  /** How many turns of one conversation are kept. @default 20 */
  readonly maxTurns?: number;
  /** How many characters of one conversation are kept. @default 32000, about 8000 tokens */
  readonly maxCharacters?: number;
}

/**
 * Creates an empty memory. Only whole turns are forgotten, oldest first: a model refuses the result of a tool whose
 * call it cannot see. A turn that is larger than the limit alone is not kept.
 */
export function createConversations({
  maxConversations = 1_000,
  maxTurns = 20,
  maxCharacters = 32_000,
}: ConversationLimits = {}): Conversations {
  // A Map keeps the order of insertion: its first key is the conversation that was used least recently.
  const conversations = new Map<string, readonly Turn[]>();

  return {
    read: (conversationId) =>
      (conversations.get(conversationId) ?? []).flatMap(({ messages }) => messages),
    append: (conversationId, messages) => {
      const turns = conversations.get(conversationId) ?? [];
      const turn: Turn = { messages, characters: JSON.stringify(messages).length };
      conversations.delete(conversationId);
      conversations.set(conversationId, newestTurns([...turns, turn], { maxTurns, maxCharacters }));
      const [oldest] = conversations.keys();
      if (conversations.size > maxConversations && oldest !== undefined)
        conversations.delete(oldest);
    },
  };
}

interface Turn {
  readonly messages: readonly ChatMessage[];
  readonly characters: number;
}

function newestTurns(
  turns: readonly Turn[],
  limits: { readonly maxTurns: number; readonly maxCharacters: number },
): readonly Turn[] {
  let characters = 0;
  const kept = turns.slice(-limits.maxTurns).toReversed();
  const tooOld = kept.findIndex((turn) => {
    characters += turn.characters;
    return characters > limits.maxCharacters;
  });
  return (tooOld === -1 ? kept : kept.slice(0, tooOld)).toReversed();
}
