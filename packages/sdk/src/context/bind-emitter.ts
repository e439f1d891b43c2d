import type { EventEmitter } from "node:events";

type Listener = (this: unknown, ...args: unknown[]) => unknown;
type EventName = string | symbol;
type Method = (this: EventEmitter, event: EventName, listener: Listener) => EventEmitter;

const ADDERS = ["addListener", "on", "once", "prependListener", "prependOnceListener"] as const;
const REMOVERS = ["removeListener", "off"] as const;

/** Emitters that are bound already: the first context stays, as in the upstream context manager. */
const bound = new WeakSet<EventEmitter>();

/**
 * Makes every listener that is added to `emitter` from now on run through `bindListener`. Listeners can still be
 * removed by the function that was added. The emitter is changed in place and returned.
 */
export function bindEmitter<T extends EventEmitter>(
  emitter: T,
  bindListener: (listener: Listener) => Listener,
): T {
  if (bound.has(emitter)) return emitter;
  bound.add(emitter);
  // The outer key is weak so that a long-lived emitter does not keep removed listeners alive.
  const wrappers = new WeakMap<Listener, Map<EventName, Listener>>();
  // `once` calls `on` with a wrapper of its own: only the outermost call may bind.
  const state = { adding: false };
  for (const name of ADDERS) {
    const original: Method = emitter[name];
    define(emitter, name, function add(event, listener) {
      if (state.adding || typeof listener !== "function")
        return original.call(this, event, listener);
      state.adding = true;
      try {
        return original.call(this, event, wrapperOf(wrappers, event, listener, bindListener));
      } finally {
        state.adding = false;
      }
    });
  }
  for (const name of REMOVERS) {
    const original: Method = emitter[name];
    define(emitter, name, function remove(event, listener) {
      return original.call(this, event, wrappers.get(listener)?.get(event) ?? listener);
    });
  }
  return emitter;
}

/** One wrapper for each listener and event, so that adding twice and removing twice stays balanced. */
function wrapperOf(
  wrappers: WeakMap<Listener, Map<EventName, Listener>>,
  event: EventName,
  listener: Listener,
  bindListener: (listener: Listener) => Listener,
): Listener {
  const known = wrappers.get(listener);
  const wrapper = known?.get(event) ?? bindListener(listener);
  if (known === undefined) wrappers.set(listener, new Map([[event, wrapper]]));
  else known.set(event, wrapper);
  return wrapper;
}

function define(emitter: EventEmitter, name: string, method: Method): void {
  Object.defineProperty(emitter, name, {
    value: method,
    configurable: true,
    enumerable: false,
    writable: true,
  });
}
