import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";

import {
  type Context,
  type ContextManagementToken,
  type ContextManager,
  ROOT_CONTEXT,
} from "@opentelemetry/api";

import { bindEmitter } from "./bind-emitter.ts";

/**
 * The context manager of this SDK: what the OpenTelemetry API asks for, and one thing more.
 * https://opentelemetry.io/docs/specs/otel/context/
 */
export interface EnterableContextManager extends ContextManager {
  /**
   * Makes `context` the active one for the rest of the current asynchronous execution and for everything that starts
   * from it. For code that is told about an operation but does not call it, such as a diagnostics-channel subscriber.
   */
  enterWith(context: Context): void;
  /**
   * Makes `context` the active one wherever none has been entered, in place of the root context: what a process starts
   * with.
   */
  startFrom(context: Context): void;
  /** As in the API, but always there. */
  attach(context: Context): ContextManagementToken;
}

/**
 * Creates a context manager over one `AsyncLocalStorage` of its own. It registers nothing: hand it to the engine, or
 * to `context.setGlobalContextManager`.
 */
export function createContextManager(): EnterableContextManager {
  return new AsyncLocalStorageManager();
}

class AsyncLocalStorageManager implements EnterableContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  #start = ROOT_CONTEXT;

  active(): Context {
    return this.#storage.getStore() ?? this.#start;
  }

  startFrom(context: Context): void {
    this.#start = context;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    // `bind` allocates: most callers give no receiver.
    const target = thisArg === undefined || thisArg === null ? fn : fn.bind(thisArg);
    return this.#storage.run(context, target, ...args);
  }

  // The API's signature, "what comes in goes out", cannot be proved by the compiler for a wrapped function.
  /* oxlint-disable typescript/no-unsafe-type-assertion */
  bind<T>(context: Context, target: T): T {
    if (target instanceof EventEmitter) {
      return bindEmitter(target, (listener) => this.#bindFunction(context, listener)) as T;
    }
    if (typeof target === "function") {
      return this.#bindFunction(context, target as unknown as AnyFunction) as T;
    }
    return target;
  }
  /* oxlint-enable typescript/no-unsafe-type-assertion */

  enterWith(context: Context): void {
    this.#storage.enterWith(context);
  }

  attach(context: Context): ContextManagementToken {
    const storage = this.#storage;
    const previous = this.active();
    let attached = true;
    storage.enterWith(context);
    return {
      dispose(): void {
        if (!attached) return;
        attached = false;
        storage.enterWith(previous);
      },
    };
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.#storage.disable();
    return this;
  }

  #bindFunction(context: Context, target: AnyFunction): AnyFunction {
    const storage = this.#storage;
    function bound(this: unknown, ...args: unknown[]): unknown {
      return storage.run(context, () => target.apply(this, args));
    }
    // Express and others tell handlers apart by their number of parameters.
    Object.defineProperty(bound, "length", { value: target.length, configurable: true });
    return bound;
  }
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
