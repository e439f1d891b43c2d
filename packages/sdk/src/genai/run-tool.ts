import { guard } from "@agent-otel/semconv-genai";
import type { ToolCall } from "@agent-otel/semconv-genai";
import { context } from "@opentelemetry/api";

/**
 * Runs a tool for a library that awaits what comes of it, and ends the tool call then. The library gets the very
 * promise; of something that only begins its work when it is awaited, a stand-in that is awaited in its place.
 */
export function runTool(call: ToolCall, run: () => unknown): unknown {
  let result: unknown;
  try {
    result = context.with(call.context, run);
  } catch (error) {
    call.end(error ?? null);
    throw error;
  }
  const succeeded = (value: unknown): void => {
    guard(() => call.result(() => value));
    call.end();
  };
  const failed = (error: unknown): void => call.end(error ?? null);
  if (!isThenable(result)) {
    succeeded(result);
    return result;
  }
  if (!isPlainPromise(result)) return observed(result, { call, succeeded, failed });
  void result.then(succeeded, failed);
  return result;
}

type Thenable = PromiseLike<unknown>;

function isThenable(value: unknown): value is Thenable {
  const candidate = typeof value === "object" || typeof value === "function" ? value : null;
  return candidate !== null && "then" in candidate && typeof candidate.then === "function";
}

/** Whether `then` does nothing but wait. */
function isPlainPromise(value: Thenable): value is Promise<unknown> {
  // oxlint-disable-next-line typescript/unbound-method -- it is compared, not called
  return value instanceof Promise && value.then === Promise.prototype.then;
}

interface Outcome {
  readonly call: ToolCall;
  readonly succeeded: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

function observed(thenable: Thenable, { call, succeeded, failed }: Outcome): object {
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- it stands in for one
    then: (fulfilled?: Settle, rejected?: Settle): unknown =>
      context.with(call.context, () =>
        thenable.then(
          (value) => {
            succeeded(value);
            return fulfilled?.(value);
          },
          (error: unknown) => {
            failed(error);
            return rejected?.(error);
          },
        ),
      ),
  };
}

type Settle = (value: unknown) => unknown;
