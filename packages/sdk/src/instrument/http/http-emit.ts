import type { EventEmitter } from "node:events";

import type { Context } from "@opentelemetry/api";

import type { EnterableContextManager } from "../../context/manager.ts";

/** The method that runs an emitter's listeners. */
export type Emit = EventEmitter["emit"];

/** One event of an emitter, before it is emitted. */
export interface Emission {
  readonly emitter: EventEmitter;
  /** The method that emits it. */
  readonly emit: Emit;
  /** The event's name and what the listeners get. */
  readonly args: Parameters<Emit>;
}

/** Emits an event so that its listeners run in `context`. */
export function emitInContext(
  contextManager: EnterableContextManager,
  context: Context,
  { emitter, emit, args }: Emission,
): boolean {
  if (contextManager.active() === context) return emit.apply(emitter, args);
  return contextManager.with(context, () => emit.apply(emitter, args));
}

/** Gives an emitter an `emit` of its own, which nobody sees who prints the emitter or looks through its properties. */
export function replaceEmit(
  emitter: EventEmitter,
  emit: (this: never, ...args: Parameters<Emit>) => boolean,
): void {
  Object.defineProperty(emitter, "emit", { value: emit, configurable: true, writable: true });
}
