/**
 * Whether the body of an old event, or the attributes of the span event that was written instead, holds content. Both
 * say role, ids and reasons even without.
 */
export function holdsContent(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return typeof body === "string" && body !== "";
  const {
    content,
    message,
    tool_calls: calls,
  } = { content: undefined, message: undefined, tool_calls: undefined, ...body };
  if (content !== undefined && content !== "") return true;
  return holdsArguments(calls) || (message !== undefined && holdsContent(message));
}

function holdsArguments(calls: unknown): boolean {
  const text = typeof calls === "string" ? calls : JSON.stringify(calls);
  return text?.includes('"arguments"') ?? false;
}
