import { invokeWorkflow } from "@agent-otel/semconv-genai";
import { given } from "./given.ts";
import { liveSignal } from "./live-signal.ts";
import { runIn } from "./run-in.ts";

/** What {@link workflow} records about a run. */
export interface WorkflowOptions {
  /** Name of the workflow; part of the span name, so one of few. */
  readonly name: string;
  /** Ends the span as cancelled when it aborts; what `run` does then is its own affair. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a workflow of agents and steps inside a span `invoke_workflow {name}` and records its duration. Each agent in it
 * has a summary of its own.
 *
 * @returns What `run` returns, in kind too: a value at once, a promise, or a generator, whose steps are part of the run.
 * @throws What `run` throws, the same object; the span then has an error status and the error's class.
 */
export function workflow<T>(options: WorkflowOptions, run: () => PromiseLike<T>): Promise<T>;
export function workflow<T>(options: WorkflowOptions, run: () => T): T;
export function workflow<T>(options: WorkflowOptions, run: () => T): T {
  const about = given(options);
  const operation = invokeWorkflow.start({
    "gen_ai.workflow.name": about.name,
    options: { signal: liveSignal(about.signal) },
  });
  return runIn(operation, run);
}
