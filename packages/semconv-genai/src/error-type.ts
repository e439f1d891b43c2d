/** `error.type` of a failure whose kind cannot be told. */
export const ERROR_TYPE_OTHER = "_OTHER";

/**
 * The `error.type` of something that was thrown: its HTTP status if it carries one, else the class of the error,
 * else its code. Never its message, which may quote a prompt, and never more than a short word, so that metrics
 * keep a small number of series. Does not throw, whatever the value's getters do.
 *
 * @returns `_OTHER` when the value says nothing usable.
 */
export function errorType(error: unknown): string {
  try {
    return describe(error) ?? ERROR_TYPE_OTHER;
  } catch {
    // A getter or a proxy trap of the application's value threw: the value stays undescribed.
    return ERROR_TYPE_OTHER;
  }
}

/** The text when it is fit for `error.type` (a short word), else undefined. */
export function errorWord(text: unknown): string | undefined {
  return typeof text === "string" && WORD.test(text) ? text : undefined;
}

const WORD = /^[A-Za-z_$][\w$.-]{0,63}$/;
/** Classes whose name says less than the `name` or `code` of their instances. */
const VAGUE = new Set(["Error", "Object", "DOMException", "NodeError", "SystemError"]);

function describe(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const status = "status" in error ? error.status : undefined;
  if (typeof status === "number" && status >= 100 && status <= 599) return String(status);
  const className = errorWord(error.constructor?.name);
  if (className !== undefined && !VAGUE.has(className)) return className;
  const name = "name" in error ? errorWord(error.name) : undefined;
  if (name !== undefined && name !== "Error") return name;
  const code = "code" in error ? errorWord(error.code) : undefined;
  return code ?? (error instanceof Error ? "Error" : undefined);
}
