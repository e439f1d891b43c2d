import { nearest } from "../env/nearest.ts";
import { type Fault, isSecretPlace, type Path } from "./fault.ts";

/** What upstream's SDK makes of one place of the file, beyond what the schema says. */
export type Shape =
  | { readonly kind: "value"; readonly check?: Check }
  | { readonly kind: "list"; readonly of: Shape }
  | KeysShape
  | ChoiceShape;

/** A mapping whose keys are settings. */
export interface KeysShape {
  readonly kind: "keys";
  readonly keys: Readonly<Record<string, Shape>>;
  /** Keys of the schema that upstream leaves alone, with what to expect in their place. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** True when the schema allows other keys. */
  readonly isOpen?: boolean;
  readonly check?: Check;
}

/** A mapping whose one key names a component. */
export interface ChoiceShape {
  readonly kind: "choice";
  readonly keys: Readonly<Record<string, Shape>>;
  /** True when telemetry is of use without the component. */
  readonly isOptional?: boolean;
}

/** Looks at a value that is not null; gives faults with places below it. */
export type Check = (value: unknown) => readonly Fault[];

/** What a value, and all below it, holds that upstream cannot honour. Wrong types are left to the schema. */
export function checkShape(value: unknown, shape: Shape): readonly Fault[] {
  if (value === null || value === undefined) return [];
  if (shape.kind === "value") return shape.check?.(value) ?? [];
  if (shape.kind === "list") {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: unknown, index) => below(index, checkShape(item, shape.of)));
  }
  if (!isMapping(value)) return [];
  const own = shape.kind === "keys" ? (shape.check?.(value) ?? []) : [];
  const inner = Object.entries(value).flatMap(([key, item]): readonly Fault[] => {
    const known = keyOf(shape.keys, key);
    return below(key, known === undefined ? [unknownKey(key, shape)] : checkShape(item, known));
  });
  return [...own, ...inner];
}

/** The value without what {@link checkShape} finds to be ignored or left out. */
export function keepSupported(value: unknown, shape: Shape): unknown {
  if (shape.kind === "list" && Array.isArray(value)) {
    const { of } = shape;
    const isKept = (item: unknown): boolean => {
      if (of.kind !== "choice" || !isMapping(item)) return true;
      return Object.keys(item).some((key) => keyOf(of.keys, key) !== undefined);
    };
    return value.filter(isKept).map((item: unknown) => keepSupported(item, of));
  }
  if (shape.kind === "list" || shape.kind === "value" || !isMapping(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const known = keyOf(shape.keys, key);
    return known === undefined ? [] : [[key, keepSupported(item, known)]];
  });
  return Object.fromEntries(entries);
}

/** The shape at a place, as far as it is known. */
export function shapeAt(shape: Shape, path: Path): Shape | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return shape;
  if (shape.kind === "list") return shapeAt(shape.of, rest);
  if (shape.kind === "value") return undefined;
  const next = keyOf(shape.keys, String(step));
  return next === undefined ? undefined : shapeAt(next, rest);
}

/** The keys that a mapping may have. */
export function keysOf(shape: ChoiceShape | KeysShape): readonly string[] {
  const ignored = shape.kind === "keys" ? Object.keys(shape.ignored ?? {}) : [];
  return [...Object.keys(shape.keys), ...ignored];
}

/** True for plain mappings. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keyOf(keys: Readonly<Record<string, Shape>>, key: string): Shape | undefined {
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** The fault of a key, relative to the key; what stands below it may be anything, so it is not printed. */
export function unknownKey(key: string, shape: ChoiceShape | KeysShape): Fault {
  const instead = shape.kind === "keys" ? shape.ignored?.[key] : undefined;
  if (instead !== undefined) {
    return { path: [], expected: instead, secret: true, used: "it is ignored" };
  }
  const names = keysOf(shape);
  const suggestion = nearest(key, names);
  return {
    path: [],
    expected: names.length === 0 ? "nothing here" : `one of ${names.join(", ")}`,
    ...(suggestion === undefined ? {} : { suggestion }),
    secret: true,
    ...usedWithout(shape),
  };
}

function usedWithout(shape: ChoiceShape | KeysShape): Pick<Fault, "used"> {
  if (shape.kind === "keys") return shape.isOpen === true ? { used: "it is ignored" } : {};
  return shape.isOptional === true ? { used: "it is left out" } : {};
}

/** Faults of a part, as faults of the whole. */
function below(step: number | string, faults: readonly Fault[]): readonly Fault[] {
  return faults.map((fault) => {
    const path = [step, ...fault.path];
    return isSecretPlace(path) ? { ...fault, path, secret: true } : { ...fault, path };
  });
}
