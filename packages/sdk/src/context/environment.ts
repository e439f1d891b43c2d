import {
  type Context,
  ROOT_CONTEXT,
  type TextMapGetter,
  type TextMapSetter,
  context,
  propagation,
} from "@opentelemetry/api";

/**
 * The context that whoever started this process has put into its environment: `TRACEPARENT`, `TRACESTATE`, `BAGGAGE`,
 * or what the configured propagators write, in the names that environment variables have.
 * https://opentelemetry.io/docs/specs/otel/context/env-carriers/
 */
export function contextFromEnvironment(env: Readonly<Record<string, string | undefined>>): Context {
  return propagation.extract(ROOT_CONTEXT, env, fromEnvironment);
}

/**
 * Gives the active context to a child process or a worker thread, as environment variables: with this SDK, or any
 * program that follows the convention, what the child records becomes part of the trace.
 *
 * ```ts
 * spawn(program, { env: { ...process.env, ...contextEnvironment() } });
 * new Worker(file, { env: { ...process.env, ...contextEnvironment() } });
 * ```
 *
 * @returns No variables when there is nothing to hand on.
 */
export function contextEnvironment(): Record<string, string> {
  const variables: Record<string, string> = {};
  propagation.inject(context.active(), variables, toEnvironment);
  return variables;
}

const fromEnvironment: TextMapGetter<Readonly<Record<string, string | undefined>>> = {
  get: (env, key) => env[variableName(key)],
  keys: (env) => Object.keys(env),
};

const toEnvironment: TextMapSetter<Record<string, string>> = {
  set: (env, key, value) => {
    env[variableName(key)] = value;
  },
};

function variableName(key: string): string {
  return key.toUpperCase().replaceAll(/[^A-Z0-9_]/g, "_");
}
