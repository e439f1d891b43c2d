import type { AttributeRecord } from "../attribute-record.ts";
import { inputFromOpenAiChat, outputFromOpenAiChat } from "../content/adapters/openai-chat.ts";
import type { InputMessages, OutputMessages } from "../content/types.ts";

/** An event of a span, or a log record, of before convention 1.37. */
export interface MessageEvent {
  readonly name: string;
  readonly attributes?: AttributeRecord | undefined;
  readonly body?: unknown;
}

/** The contents of such events, in the form that took their place. */
export interface EventMessages {
  readonly input: InputMessages;
  readonly output: OutputMessages;
}

/** Whether an event is one of those that told single messages up to convention 1.36. */
export function isMessageEvent({ name }: { readonly name: string }): boolean {
  return Object.hasOwn(ROLES, name) || name === CHOICE;
}

/**
 * Puts the messages of old events together, in their order. Events without contents, which instrumentations emit while
 * capture is off, add nothing.
 */
export function messagesFromEvents(events: readonly MessageEvent[]): EventMessages {
  const input: unknown[] = [];
  const output: unknown[] = [];
  for (const event of events) {
    const body = bodyOf(event);
    if (event.name === CHOICE) {
      const message = parsed(body["message"]) ?? body;
      if (saysSomething(message)) {
        output.push({ ...body, message: { role: "assistant", ...Object(message) } });
      }
    } else if (Object.hasOwn(ROLES, event.name)) {
      const { id, ...message } = body;
      const named: Body = { role: ROLES[event.name], ...message, tool_call_id: id };
      if (saysSomething(named)) input.push({ ...named, tool_calls: parsed(named["tool_calls"]) });
    }
  }
  return { input: inputFromOpenAiChat(input), output: outputFromOpenAiChat(output) };
}

const CHOICE = "gen_ai.choice";
const ROLES: Readonly<Record<string, string>> = {
  "gen_ai.system.message": "system",
  "gen_ai.user.message": "user",
  "gen_ai.assistant.message": "assistant",
  "gen_ai.tool.message": "tool",
};

type Body = Readonly<Record<string, unknown>>;

/** Log records have a body, span events have attributes. */
function bodyOf({ body, attributes }: MessageEvent): Body {
  return typeof body === "object" && body !== null ? { ...body } : { ...attributes };
}

/** Attributes of span events hold JSON. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    // It was text.
    return { content: value };
  }
}

function saysSomething(message: unknown): boolean {
  if (typeof message !== "object" || message === null) return false;
  const { content, tool_calls: calls } = { content: undefined, tool_calls: undefined, ...message };
  return content !== undefined || calls !== undefined;
}
