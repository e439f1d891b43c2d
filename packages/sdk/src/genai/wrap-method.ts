type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Replaces a call of a wrapped method; `original` runs the method itself with the caller's `this`. */
export type Around = (
  self: unknown,
  args: unknown[],
  original: (args: unknown[]) => unknown,
) => unknown;

/**
 * Wraps a method of a prototype in place. A method that is wrapped already, or is none, is left alone, so that
 * patching two times, or two entry points of one class, has the effect of patching once.
 */
export function wrapMethod(prototype: unknown, name: string | symbol, around: Around): void {
  if (typeof prototype !== "object" || prototype === null) return;
  const method: unknown = Reflect.get(prototype, name);
  if (!isMethod(method) || Object.hasOwn(method, WRAPPED)) return;
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    return around(this, args, (given) => Reflect.apply(method, this, given));
  };
  Object.defineProperties(wrapper, {
    name: { value: method.name, configurable: true },
    length: { value: method.length, configurable: true },
    [WRAPPED]: { value: true },
  });
  const inherited = Object.getOwnPropertyDescriptor(prototype, name);
  Object.defineProperty(prototype, name, {
    configurable: true,
    enumerable: inherited?.enumerable ?? false,
    writable: true,
    value: wrapper,
  });
}

/** Shared by all copies of this package, so that two of them do not wrap each other. */
const WRAPPED = Symbol.for("@agent-otel/sdk wrapped method");

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}
