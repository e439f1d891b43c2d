import { ROOT_CONTEXT, context, propagation } from "@opentelemetry/api";

/** A context that can be sent along: plain text by the names that the configured propagators use. */
export type CarriedContext = Readonly<Record<string, string>>;

/**
 * Writes the active context down, to be sent with a message to a worker thread, a child process or a queue. The other
 * side takes it up with {@link continueContext}.
 *
 * ```ts
 * worker.postMessage({ job, context: carryContext() });
 * ```
 */
export function carryContext(): CarriedContext {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/**
 * Runs a function in the context that came with a message: the spans in it continue the sender's trace. Without a valid
 * context in the message it is a trace of its own. Whatever the message holds, nothing is thrown because of it.
 *
 * ```ts
 * parentPort.on("message", ({ job, context }) => continueContext(context, () => run(job)));
 * ```
 *
 * @param carried What {@link carryContext} gave; anything else counts as nothing.
 * @returns What the function returns.
 */
export function continueContext<Result>(carried: unknown, run: () => Result): Result {
  const parent = propagation.extract(ROOT_CONTEXT, toCarrier(carried));
  return context.with(parent, run);
}

function toCarrier(carried: unknown): CarriedContext {
  if (typeof carried !== "object" || carried === null) return {};
  const entries: readonly (readonly [string, unknown])[] = Object.entries(carried);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
