/** The GenAI spans of a form whose recording is not simply one span of one successful call. */
export const expected: Readonly<Record<string, readonly string[]>> = {
  "chat, awaited late": ["chat gpt-x", "chat gpt-x"],
  "chat, retried": ["chat flaky-503"],
  "chat, retried in vain": ["chat status-500: 500"],
  "chat, 400": ["chat status-400: 400"],
  "chat, 401": ["chat status-401: 401"],
  "chat, 429": ["chat status-429: 429"],
  "chat, 500": ["chat status-500: 500"],
  "chat, parse(), 401": ["chat status-401: 401"],
  "chat, asResponse(), 401": ["chat status-401: 401"],
  "chat, withResponse(), 401": ["chat status-401: 401"],
  "chat, not awaited, 401": ["chat status-401: 401"],
  "chat, parse() not awaited, 401": ["chat status-401: 401"],
  "chat, garbage": ["chat garbage"],
  "chat, malformed JSON": ["chat no-json: SyntaxError"],
  "chat, a page": ["chat html"],
  "chat, cut": ["chat cut: TypeError"],
  "chat, aborted": ["chat silent: APIUserAbortError"],
  "chat, aborted before": ["chat gpt-x: APIUserAbortError"],
  "chat, timed out": ["chat silent: APIConnectionTimeoutError"],
  "chat, circular parameters": ["chat gpt-x: TypeError"],
  "chat, no parameters": ["chat: TypeError"],
  "stream of tool calls": ["chat tools"],
  "stream helper, 429": ["chat status-429: 429"],
  "stream helper, aborted": ["chat endless: AbortError"],
  "stream, the object": ["chat gpt-x (left)"],
  "stream, left early": ["chat endless (left)"],
  "stream, left by an error of the reader": ["chat endless (left)"],
  "stream, aborted between chunks": ["chat endless: AbortError"],
  "stream, aborted while waiting": ["chat endless: AbortError"],
  "stream, aborted unread": ["chat endless: AbortError"],
  "stream, two reads at once": ["chat gpt-x (left)"],
  "stream, cut": ["chat cut: TypeError"],
  "stream, empty": ["chat empty: EmptyStreamError"],
  "stream, garbage": ["chat garbage"],
  "stream, malformed JSON": ["chat no-json: SyntaxError"],
  "stream, error event": ["chat error-event: APIError"],
  "stream, error event not handled": ["chat error-event: APIError"],
  "stream, 429": ["chat status-429: 429"],
  "stream, 10 MB": ["chat huge"],
  "stream, dropped unread": ["chat endless (unread)"],
  "stream, dropped in the middle": ["chat endless (dropped)"],
  "stream, kept unread": ["chat endless (process_end)"],
  "responses, parse(), 429": ["chat status-429: 429"],
  "responses, failed": ["chat failed: server_error"],
  "responses, garbage": ["chat garbage"],
  "responses, 400": ["chat status-400: 400"],
  "responses, stream left early": ["chat gpt-x (left)"],
  "responses, stream cut": ["chat cut: TypeError"],
  "responses, stream of a failure": ["chat failed: server_error"],
  "responses, stream, error event": ["chat error-event: APIError"],
  "responses, stream, 429": ["chat status-429: 429"],
  "responses, stream, 10 MB": ["chat huge"],
  "responses, stream helper, 429": ["chat status-429: 429"],
  embeddings: ["embeddings embed-x"],
  "embeddings, float": ["embeddings embed-x"],
  "embeddings, withResponse()": ["embeddings embed-x"],
  "embeddings, 401": ["embeddings status-401: 401"],
  runTools: toolRun(),
  "runTools, streamed": toolRun(),
  "runTools, a tool that fails": failedRun(),
  "runTools, a tool that rejects": failedRun(),
  "runTools, a tool that begins when it is awaited": toolRun(),
  "runTools, hostile arguments": ["chat tools", "chat tools"],
  "a runner of the Responses API": ["chat tools", "chat tools", "execute_tool look_up #call_0"],
  "runTools, a chosen tool": ["chat tools", "execute_tool echo #call_2"],
};

/** What some releases do otherwise. */
export const variants: Readonly<Record<string, readonly (readonly string[])[]>> = {
  // Its iterator is one around that of the stream from 7.1 on, and says nothing when it was never read.
  "stream, the object": [["chat gpt-x (unread)"]],
  // What a client still holds of a stream in the middle is its own affair.
  "stream, dropped in the middle": [["chat endless (process_end)"]],
  // Older ones give the event to the application instead of throwing.
  "responses, stream, error event": [["chat error-event: overloaded"]],
  "a runner of the Responses API": [[]],
  // Older ones run one after the other, up to the first failure.
  "runTools, a tool that fails": [["chat tools", firstFailure()]],
  "runTools, a tool that rejects": [["chat tools", firstFailure()]],
};

function toolRun(): readonly string[] {
  const tools = ["look_up #call_0", "look_up #call_1", "echo #call_2"];
  return ["chat tools", "chat tools", ...tools.map((tool) => `execute_tool ${tool}`)];
}

function failedRun(): readonly string[] {
  return [
    "chat tools",
    firstFailure(),
    "execute_tool look_up #call_1: RangeError",
    "execute_tool echo #call_2",
  ];
}

function firstFailure(): string {
  return "execute_tool look_up #call_0: RangeError";
}
