import type { BackendConfig } from "./config.ts";

/** Why the backend could not start, with the variable that changes it where there is one. */
export function describeStartFailure(error: unknown, { host, port }: BackendConfig): string {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return `port ${port} on ${host} is already in use; set PORT to another port, or to 0 for any free one.`;
    case "EACCES":
      return `port ${port} on ${host} is not allowed for this user; set PORT to a port above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `HOST is "${host}", which is not an address of this machine.`;
    default:
      return messagesOf(error).join(": ");
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** The message of the error and of its causes: the outermost says what failed, the innermost why. */
function messagesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.message, ...(error.cause === undefined ? [] : messagesOf(error.cause))];
}
