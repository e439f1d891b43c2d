import type { Attributes } from "@opentelemetry/api";

/**
 * The attributes of an exception event, as upstream chooses them. Empty when the value says nothing. Never throws.
 * https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/
 */
export function exceptionAttributes(exception: unknown): Attributes {
  if (typeof exception === "string") return withText({ "exception.message": exception });
  return withText({
    "exception.type": textOf(exception, "code") || textOf(exception, "name"),
    "exception.message": textOf(exception, "message"),
    "exception.stacktrace": textOf(exception, "stack"),
  });
}

function withText(attributes: Readonly<Record<string, string>>): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, text]) => text !== ""));
}

/** A member as text; empty when it is missing, or neither text nor number, or its getter throws. */
function textOf(exception: unknown, member: string): string {
  if (typeof exception !== "object" || exception === null) return "";
  try {
    const value: unknown = Reflect.get(exception, member);
    if (typeof value === "number") return value === 0 ? "" : String(value);
    return typeof value === "string" ? value : "";
  } catch {
    // The application's getter; the other members may still tell something.
    return "";
  }
}
