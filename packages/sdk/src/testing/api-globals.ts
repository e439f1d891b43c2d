import { logs, metrics, propagation, ProxyTracerProvider, trace } from "@opentelemetry/api";
import type { ContextManager, TracerProvider } from "@opentelemetry/api";
import { createContextManager } from "../context/manager.ts";
import { createSwitchingTracers } from "./switching-tracers.ts";

/** What OpenTelemetry's API had registered, taken away for a while. */
export interface BorrowedGlobals {
  /** The context manager to use: the registered one, since instrumentation holds on to it, else one of ours. */
  readonly contextManager: ContextManager;
  /** Has all tracers of the process write to the provider that has been registered since. */
  redirectTracers(): void;
  /** Registers everything as it was. */
  giveBack(): void;
}

/** Takes what is registered away, so that something else can be. */
export function borrowGlobals(): BorrowedGlobals {
  const before = { ...api() };
  const oldLogs: unknown = Reflect.get(globalThis, OLD_LOGS);
  // Where nothing is registered, the API's proxy of the moment stays: tracers that modules have taken hang on it.
  if (before[TRACE] !== undefined) trace.disable();
  remove(METRICS, LOGS, PROPAGATION, CONTEXT);
  Reflect.deleteProperty(globalThis, OLD_LOGS);
  return {
    contextManager: isContextManager(before[CONTEXT]) ? before[CONTEXT] : OWN_CONTEXTS,
    redirectTracers: () => {
      const proxy = trace.getTracerProvider();
      if (!(proxy instanceof ProxyTracerProvider)) return;
      const target: TracerProvider = proxy.getDelegate();
      proxy.setDelegate(TRACERS);
      TRACERS.pointTo(target);
    },
    giveBack: () => {
      TRACERS.pointTo(undefined);
      trace.disable();
      metrics.disable();
      logs.disable();
      propagation.disable();
      // Not `context.disable()`: it would disable the manager itself.
      remove(CONTEXT);
      Object.assign(api(), definedOf(before));
      if (oldLogs !== undefined) Reflect.set(globalThis, OLD_LOGS, oldLogs);
    },
  };
}

/** Where the API keeps what is registered; shared by all of its copies of one major version. */
const KEY: symbol = Symbol.for("opentelemetry.js.api.1");
/** As the old package of the logs API does. */
const OLD_LOGS: symbol = Symbol.for("io.opentelemetry.js.api.logs");
const TRACE = "trace";
const METRICS = "metrics";
const LOGS = "logs";
const PROPAGATION = "propagation";
const CONTEXT = "context";

/** One for all captures of the process: instrumentation holds on to it. */
const OWN_CONTEXTS = createContextManager();
const TRACERS = createSwitchingTracers();

function api(): Record<string, unknown> {
  const value: unknown = Reflect.get(globalThis, KEY);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API's own table
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function remove(...names: readonly string[]): void {
  const registered = api();
  for (const name of names) Reflect.deleteProperty(registered, name);
}

/** Its version is read-only and stays. */
function definedOf(before: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = [TRACE, METRICS, LOGS, PROPAGATION, CONTEXT];
  return Object.fromEntries(
    names.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]]])),
  );
}

function isContextManager(value: unknown): value is ContextManager {
  return typeof value === "object" && value !== null && "active" in value && "with" in value;
}
