import { APIConnectionError, APIError } from "openai";

/** Why the model gave no usable answer. The text never holds anything that a user, a tool or the model wrote. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly kind: ModelFailure;

  constructor(kind: ModelFailure, reason: string, options?: ErrorOptions) {
    super(`model endpoint: ${reason}`, options);
    this.kind = kind;
  }
}

/**
 * `unreachable`: no connection, or it broke. `timeout`: nothing whole within the time. `refused`: the endpoint answered
 * with an error. `unusable`: it answered with something that is not a chat completion.
 */
export type ModelFailure = "unreachable" | "timeout" | "refused" | "unusable";

/** Turns whatever the client threw into a {@link ModelError}. `deadline` is the time limit that the call ran under. */
export function toModelError(error: unknown, deadline: AbortSignal): ModelError {
  if (error instanceof ModelError) return error;
  if (deadline.aborted || isNamed(error, "APIConnectionTimeoutError")) {
    return new ModelError("timeout", "no whole answer within the time limit", { cause: error });
  }
  if (error instanceof APIConnectionError) {
    return new ModelError("unreachable", `no connection${codeOf(error)}`, { cause: error });
  }
  if (error instanceof APIError && typeof error.status === "number") {
    return new ModelError("refused", `status ${error.status}`, { cause: error });
  }
  const code = codeOf(error);
  if (code !== "") return new ModelError("unreachable", `connection lost${code}`, { cause: error });
  return new ModelError("unusable", "the answer is not a chat completion", { cause: error });
}

/** The endpoint answered, but not with something to go on from. */
export function unusableAnswer(reason: string): ModelError {
  return new ModelError("unusable", `the answer holds ${reason}`);
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.constructor.name === name;
}

/** The system's code of the failure (` (ECONNREFUSED)`), found along the causes, which fetch nests. */
function codeOf(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (
      "code" in current &&
      typeof current.code === "string" &&
      /^[A-Z_]{3,40}$/.test(current.code)
    ) {
      return ` (${current.code})`;
    }
    current = current.cause;
  }
  return "";
}
