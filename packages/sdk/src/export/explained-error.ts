import type { Failure } from "./explain-failure.ts";

/** The error of a failed export whose cause and remedy are known where it is made. */
export class ExplainedError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.cause);
    this.name = "ExplainedError";
    this.failure = failure;
  }
}
