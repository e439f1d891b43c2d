import { fail } from "./quiet-diag.ts";

/** Tells `diag` of a failure of foreign code, the first time that it is said of `who`. Never throws. */
export function reportOnce(who: object, message: string, error: unknown): void {
  const said = reported.get(who) ?? new Set();
  if (said.has(message)) return;
  said.add(message);
  reported.set(who, said);
  fail(message, error);
}

const reported = new WeakMap<object, Set<string>>();
