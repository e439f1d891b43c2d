import type { Check, ChoiceShape, KeysShape, Shape } from "./shape.ts";

/** A value of which the schema says all there is to say. */
export const anything: Shape = { kind: "value" };

/** A value that upstream takes when the check finds nothing. */
export function checked(check: Check): Shape {
  return { kind: "value", check };
}

/** A list of equal parts. */
export function list(of: Shape): Shape {
  return { kind: "list", of };
}

/** A mapping of settings, some of which upstream leaves alone. */
export function keys(
  known: Readonly<Record<string, Shape>>,
  left: Readonly<Record<string, string>> = {},
): KeysShape {
  return { kind: "keys", keys: known, ignored: left };
}

/** A mapping whose one key names a component. */
export function choice(known: Readonly<Record<string, Shape>>): ChoiceShape {
  return { kind: "choice", keys: known };
}

/** Keys of the schema that upstream leaves alone. */
export function ignored(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, unsupported]));
}

const unsupported = "no such key, which OpenTelemetry for Node.js does not support";
