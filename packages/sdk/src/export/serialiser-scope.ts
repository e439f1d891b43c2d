import { createScope, type Scope } from "../trace/scope.ts";

/** Reads the scope that a logger or meter was asked for, of whatever types. Never throws. */
export function readScope(name: unknown, version?: unknown, options?: unknown): Scope {
  try {
    return createScope(name, version, options);
  } catch {
    // A getter or a trap in the options: the library's name counts all the same.
    return createScope(name, version, undefined);
  }
}
