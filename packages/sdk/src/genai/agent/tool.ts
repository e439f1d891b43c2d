import { startExecuteTool } from "@agent-otel/semconv-genai";
import { given } from "./given.ts";
import { liveSignal } from "./live-signal.ts";
import { parseArguments } from "./parse-arguments.ts";
import { runIn } from "./run-in.ts";

/** What {@link tool} records about a call. */
export interface ToolOptions {
  /** Name of the tool; part of the span name, so one of few. */
  readonly name: string;
  /** Identifier that the model gave to the call. */
  readonly callId?: string | undefined;
  /**
   * Where the tool runs: a `function` in this application, an `extension` on the agent's side, a `datastore` is queried.
   * @default "function", because `run` is one
   */
  readonly type?: "function" | "extension" | "datastore" | undefined;
  /** What the tool does, in your words. */
  readonly description?: string | undefined;
  /**
   * What the tool is called with: a value, or the JSON text that the model gave. Recorded only where contents are
   * captured; an agent run counts repeated calls by a hash of it.
   */
  readonly arguments?: unknown;
  /** Ends the span as cancelled when it aborts; what `run` does then is its own affair. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a tool inside a span `execute_tool {name}` and records its duration. Arguments and result are recorded only where
 * contents are captured.
 *
 * @returns What `run` returns, in kind too: a value at once, a promise, or a generator, whose steps are part of the call.
 * @throws What `run` throws, the same object; the span then has an error status and the error's class.
 */
export function tool<T>(options: ToolOptions, run: () => PromiseLike<T>): Promise<T>;
export function tool<T>(options: ToolOptions, run: () => T): T;
export function tool<T>(options: ToolOptions, run: () => T): T {
  const { arguments: passed, type = "function", name = "unnamed", ...rest } = given(options);
  const read = passed === undefined ? undefined : (): unknown => parseArguments(passed);
  const call = startExecuteTool({
    ...rest,
    name,
    type,
    arguments: read,
    signal: liveSignal(rest.signal),
  });
  return runIn(
    {
      context: call.context,
      returned: (result) => call.result(() => result),
      end: (error) => call.end(error),
    },
    run,
  );
}
