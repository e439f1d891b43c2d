import { getAgentContext, plan as planOperation } from "@agent-otel/semconv-genai";
import { context } from "@opentelemetry/api";
import { given } from "./given.ts";
import { liveSignal } from "./live-signal.ts";
import { runIn } from "./run-in.ts";

/** What {@link plan} records. */
export interface PlanOptions {
  /** Name of the agent that plans. @default that of the {@link agent} around it */
  readonly agent?: string | undefined;
  /** Ends the span as cancelled when it aborts; what `run` does then is its own affair. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the planning of an agent inside a span `plan {agent}`; the conventions have no metric for it. Model calls in it
 * are steps of the run like others.
 *
 * @returns What `run` returns, in kind too: a value at once, a promise, or a generator, whose steps are part of the plan.
 * @throws What `run` throws, the same object; the span then has an error status and the error's class.
 */
export function plan<T>(options: PlanOptions, run: () => PromiseLike<T>): Promise<T>;
export function plan<T>(options: PlanOptions, run: () => T): T;
export function plan<T>(options: PlanOptions, run: () => T): T {
  const about = given(options);
  const operation = planOperation.start({
    "gen_ai.agent.name": about.agent ?? getAgentContext(context.active()).agentName,
    options: { signal: liveSignal(about.signal) },
  });
  return runIn(operation, run);
}
