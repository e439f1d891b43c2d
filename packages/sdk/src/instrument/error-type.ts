/** Codes and class names are short identifiers; anything else may be text that quotes user data. */
const IDENTIFIER = /^[\w$.-]{1,100}$/;

/** The value of `error.type` for what was thrown: its code, else its name, never its message. */
export function errorTypeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return typeof error;
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "string" && IDENTIFIER.test(code)) return code;
  const name = "name" in error ? error.name : undefined;
  return typeof name === "string" && IDENTIFIER.test(name) ? name : "Error";
}

/** True for the error of an operation that the application itself has given up, by a signal or else. */
export function isAbort(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "name" in error && error.name === "AbortError"
  );
}
