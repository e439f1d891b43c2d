import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { followGenerator, isGenerator } from "./follow-generator.ts";

/** What is running, seen by the function that runs it. */
export interface Running {
  /** Where the work is done. */
  readonly context: Context;
  /** True once a stream decides when it ends. */
  readonly streaming?: boolean;
  /** Told what the work gave, before the end. */
  readonly returned?: (result: unknown) => void;
  /** Ends it, once; with an argument where it failed. */
  end(error?: unknown): void;
  /** Told that a generator was left before its end, by its reader or by nobody reading it any more. */
  readonly left?: (how: "cancelled" | "abandoned") => void;
}

/**
 * Calls `work` in the context of what is running and ends that with what it returns or throws: at once for a plain value,
 * when a promise settles, and for a generator when it has been read to its end, failed, was left early or was collected
 * unread. What is thrown passes through unchanged. A promise is returned as another one with the same outcome; a
 * generator as another one that does each step in the context.
 */
export function runIn<T>(running: Running, work: () => PromiseLike<T>): Promise<T>;
export function runIn<T>(running: Running, work: () => T): T;
export function runIn(running: Running, work: () => unknown): unknown {
  let result: unknown;
  try {
    result = context.with(running.context, work);
  } catch (error) {
    // `throw undefined` is a failure too.
    running.end(error ?? null);
    throw error;
  }
  return isThenable(result) ? settle(running, result) : conclude(running, result);
}

async function settle(running: Running, promise: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    running.end(error ?? null);
    throw error;
  }
  return conclude(running, value);
}

function conclude(running: Running, result: unknown): unknown {
  if (isGenerator(result)) return followGenerator(result, running);
  if (running.streaming === true) return result;
  running.returned?.(result);
  running.end();
  return result;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}
