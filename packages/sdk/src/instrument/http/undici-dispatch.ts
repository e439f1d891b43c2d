import { type Context, context as contextApi } from "@opentelemetry/api";

import { wrapMethod } from "../../genai/wrap-method.ts";
import type { ModulePatch } from "../libraries/module-patch.ts";

/** What the application has asked undici for once: a request, with the redirects and retries that come of it. */
interface Operation {
  /** What was active when the application asked. */
  readonly context: Context;
  /** How many requests were made for it until now. */
  requests: number;
}

/**
 * Has an installed undici make its requests in the context of who asked for them. Without it, a request that has waited
 * in a `Pool` with a limit of connections is made in the context of whoever freed the connection (before 8.12), and a
 * redirect or a retry of undici's interceptors in that of whoever opened it: another caller's. Node's own `fetch` needs
 * none of it: its agent has no limit, and it follows redirects by itself.
 */
export const undiciPatch: ModulePatch = {
  package: "undici",
  versions: [">=5.0.0 <9.0.0"],
  files: ["lib/dispatcher/dispatcher-base.js", "lib/dispatcher-base.js"],
  patch(exports) {
    if (typeof exports !== "function") return exports;
    wrapMethod(exports.prototype, "dispatch", (_self, args, original) => {
      const [options, handler, ...rest] = args;
      // undici refuses them, and says why.
      if (!isObject(options) || !isObject(handler)) return original(args);
      const handedOn = operations.get(options);
      if (handedOn !== undefined) return runIn(handedOn, () => original(args));
      const operation = beginOperation(handler);
      const ours = copyOptions(options);
      operations.set(ours, operation);
      return runIn(operation, () => original([ours, handler, ...rest]));
    });
    return exports;
  },
};

/**
 * Counts the request that undici is making now.
 *
 * @returns How many were made before it for the same wish of the application, as far as that can be told.
 */
export function countResends(): number {
  if (current === undefined) return 0;
  const before = current.requests;
  current.requests += 1;
  return before;
}

/**
 * By the options, which an agent hands on to its pool and that to its connection; they are a copy of ours, since the
 * application may give its own for many requests. And by undici's handlers that send again, with other options.
 */
const operations = new WeakMap<object, Operation>();

/** Of the dispatch that is under way, innermost. */
let current: Operation | undefined;

function beginOperation(handler: object): Operation {
  const sendsAgain = SENDS_AGAIN.has(nameOfClass(handler));
  const operation = (sendsAgain ? operations.get(handler) : undefined) ?? {
    context: contextApi.active(),
    requests: 0,
  };
  if (sendsAgain) operations.set(handler, operation);
  return operation;
}

/** A handler may be without a prototype. */
function nameOfClass(handler: object): string {
  const constructor: unknown = Reflect.get(handler, "constructor");
  return typeof constructor === "function" ? constructor.name : "";
}

const SENDS_AGAIN: ReadonlySet<string> = new Set(["RedirectHandler", "RetryHandler"]);

/** What is no plain object may have more in it than a copy would. */
function copyOptions(options: object): object {
  const prototype: unknown = Object.getPrototypeOf(options);
  return prototype === Object.prototype || prototype === null ? { ...options } : options;
}

function runIn(operation: Operation, work: () => unknown): unknown {
  const outer = current;
  current = operation;
  try {
    return contextApi.active() === operation.context
      ? work()
      : contextApi.with(operation.context, work);
  } finally {
    current = outer;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
