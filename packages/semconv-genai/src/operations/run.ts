import { context } from "@opentelemetry/api";
import type { Operation } from "./operation.ts";

/** Runs something as an operation, or starts the operation alone. */
export interface Runner<Request, Running extends Operation> {
  /**
   * Starts the operation, calls `run` in its context and ends it with what `run` returns or throws. With a promise it
   * ends when the promise settles; the promise returned is another one, with the same outcome. What is thrown passes
   * through unchanged.
   */
  <Result>(request: Request, run: (operation: Running) => Promise<Result>): Promise<Result>;
  <Result>(request: Request, run: (operation: Running) => Result): Result;
  /** Starts the operation; the caller ends it. */
  readonly start: (request: Request) => Running;
}

/** Makes a {@link Runner} from the function that starts an operation. */
export function runner<Request, Running extends Operation>(
  start: (request: Request) => Running,
): Runner<Request, Running> {
  function run<Result>(
    request: Request,
    work: (operation: Running) => Promise<Result>,
  ): Promise<Result>;
  function run<Result>(request: Request, work: (operation: Running) => Result): Result;
  function run(request: Request, work: (operation: Running) => unknown): unknown {
    const operation = start(request);
    let result: unknown;
    try {
      result = context.with(operation.context, () => work(operation));
    } catch (error) {
      // `throw undefined` is a failure too.
      operation.end(error ?? null);
      throw error;
    }
    if (isThenable(result)) return settle(operation, result);
    if (!isStreaming(operation)) operation.end();
    return result;
  }
  return Object.assign(run, { start });
}

async function settle(operation: Operation, result: PromiseLike<unknown>): Promise<unknown> {
  try {
    const value = await result;
    if (!isStreaming(operation)) operation.end();
    return value;
  } catch (error) {
    operation.end(error ?? null);
    throw error;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

/** A stream that the application still reads decides when its operation ends. */
function isStreaming(operation: Operation): boolean {
  return "streaming" in operation && operation.streaming === true;
}
