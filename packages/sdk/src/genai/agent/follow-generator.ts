import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";

/** Told what becomes of a generator. It must not hold the generator that {@link followGenerator} returned. */
export interface Follower {
  /** Where each step is done. */
  readonly context: Context;
  /** It is over; with an argument where it failed. */
  end(error?: unknown): void;
  /** It was left before its end; {@link end} follows. */
  readonly left?: (how: "cancelled" | "abandoned") => void;
}

/** A generator of either kind. */
export type AnyGenerator = Generator | AsyncGenerator;

/** Whether a value is what a generator function returned. */
export function isGenerator(value: unknown): value is AnyGenerator {
  return (
    typeof value === "object" &&
    value !== null &&
    "next" in value &&
    typeof value.next === "function" &&
    "return" in value &&
    typeof value.return === "function" &&
    "throw" in value &&
    typeof value.throw === "function" &&
    (Symbol.asyncIterator in value || Symbol.iterator in value)
  );
}

/**
 * The same generator, each step of which is done in a context, and whose end is told once: after its last value, when it
 * throws, when its reader leaves it, and when it is garbage-collected before that. No value is taken ahead of the reader.
 */
export function followGenerator<G extends AnyGenerator>(generator: G, follower: Follower): G {
  const failed = (error: unknown): never => {
    follower.end(error ?? null);
    throw error;
  };
  const step = (call: () => unknown, leaving: boolean): unknown => {
    const took = (result: unknown): unknown => {
      if (isDone(result)) {
        if (leaving) follower.left?.("cancelled");
        follower.end();
      }
      return result;
    };
    let result: unknown;
    try {
      result = context.with(follower.context, call);
    } catch (error) {
      return failed(error);
    }
    return result instanceof Promise ? result.then(took, failed) : took(result);
  };
  const followed: unknown = Object.create(Object.getPrototypeOf(generator), {
    next: method((...args) => step(() => Reflect.apply(generator.next, generator, args), false)),
    return: method((...args) => step(() => Reflect.apply(generator.return, generator, args), true)),
    throw: method((...args) => step(() => Reflect.apply(generator.throw, generator, args), false)),
  });
  if (typeof followed === "object" && followed !== null) collected.register(followed, follower);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has the prototype and every method of G
  return followed as G;
}

/** Nobody can read these any more. */
const collected = /* @__PURE__ */ new FinalizationRegistry<Follower>((follower) => {
  follower.left?.("abandoned");
  follower.end();
});

function method(value: (...args: unknown[]) => unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true };
}

function isDone(result: unknown): boolean {
  return typeof result === "object" && result !== null && "done" in result && result.done === true;
}
