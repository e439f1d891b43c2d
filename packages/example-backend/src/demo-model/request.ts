import { Type } from "typebox";
import { Value } from "typebox/value";

const ToolCallSchema = Type.Object({
  id: Type.String({ minLength: 1 }),
  type: Type.Literal("function"),
  function: Type.Object({ name: Type.String({ minLength: 1 }), arguments: Type.String() }),
});

const MessageSchema = Type.Object({
  role: Type.Enum(["system", "developer", "user", "assistant", "tool"]),
  content: Type.Optional(
    Type.Union([
      Type.String(),
      Type.Null(),
      Type.Array(Type.Object({ type: Type.String(), text: Type.Optional(Type.String()) })),
    ]),
  ),
  tool_calls: Type.Optional(Type.Array(ToolCallSchema)),
  tool_call_id: Type.Optional(Type.String()),
});

const RequestSchema = Type.Object({
  model: Type.String({ minLength: 1 }),
  messages: Type.Array(MessageSchema, { minItems: 1 }),
  tools: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.Literal("function"),
        function: Type.Object({ name: Type.String({ minLength: 1 }) }),
      }),
    ),
  ),
  tool_choice: Type.Optional(Type.Unknown()),
  stream: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  stream_options: Type.Optional(
    Type.Union([Type.Object({ include_usage: Type.Optional(Type.Boolean()) }), Type.Null()]),
  ),
});

/** The part of a chat-completions request that the demo model looks at. */
export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly RequestMessage[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly tool_choice?: unknown;
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
}

export interface RequestMessage {
  readonly role: "system" | "developer" | "user" | "assistant" | "tool";
  readonly content?: string | readonly { readonly text?: string }[] | null;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

/** What an OpenAI-compatible server answers to a request that it cannot serve. */
export interface RequestError {
  readonly status: number;
  readonly message: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** Checks the body of a request as strictly as a real provider does, so that a faulty client is noticed here. */
export function readCompletionRequest(text: string): CompletionRequest | RequestError {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return invalid("We could not parse the JSON body of your request.", null);
  }
  if (!Value.Check(RequestSchema, body)) {
    const [fault] = Value.Errors(RequestSchema, body);
    const param = toParam(fault?.instancePath ?? "");
    return invalid(`Invalid value for '${param}': ${fault?.message ?? "not valid"}.`, param);
  }
  return findUnansweredCall(body.messages) ?? body;
}

/** True for the error of {@link readCompletionRequest}. */
export function isRequestError(value: CompletionRequest | RequestError): value is RequestError {
  return "status" in value;
}

/** The text of a message, whether it was sent as a string or as parts. */
export function textOf({ content }: RequestMessage): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? "").join("");
}

function invalid(message: string, param: string | null): RequestError {
  return { status: 400, message, param, code: null };
}

/** `/messages/0/role` as `messages[0].role`. */
function toParam(path: string): string {
  if (path === "") return "body";
  return path
    .slice(1)
    .replaceAll(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");
}

/** Every call of a tool must be followed by its result, and every result must belong to a call. */
function findUnansweredCall(messages: readonly RequestMessage[]): RequestError | undefined {
  const open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    if (message.role === "tool") {
      if (open.delete(message.tool_call_id ?? "")) continue;
      const rule =
        "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.";
      return invalid(`Invalid parameter: ${rule}`, `messages[${index}].role`);
    }
    if (open.size > 0) return unanswered(open, index);
    for (const call of message.tool_calls ?? []) open.add(call.id);
  }
  return open.size > 0 ? unanswered(open, messages.length - 1) : undefined;
}

function unanswered(open: ReadonlySet<string>, index: number): RequestError {
  const rule =
    "An assistant message with 'tool_calls' must be followed by a tool message for each of them.";
  return invalid(`${rule} Without an answer: ${[...open].join(", ")}`, `messages[${index}].role`);
}
