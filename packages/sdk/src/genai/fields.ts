/** An object of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object to read fields from; an empty one for anything that is no object. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : NONE;
}

/** Elements of a list, at most `limit`; empty for anything that is no array. */
export function list(value: unknown, limit = 128): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  return value.length > limit ? value.slice(0, limit) : value;
}

/** The value if it is a text. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value if it is a finite number. */
export function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Whether the value is an object that is no function. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/** A property of an object or a class; undefined for anything that has none. */
export function property(value: unknown, name: string): unknown {
  const canHave = (typeof value === "object" && value !== null) || typeof value === "function";
  return canHave ? Reflect.get(value, name) : undefined;
}

/** The same fields, at any depth outside lists; those that cannot be read, because a getter or a proxy throws, are absent. */
export function readable(value: Fields): Fields {
  return new Proxy(NONE, {
    get: (_none, key) => {
      try {
        const found: unknown = Reflect.get(value, key);
        return isFields(found) && !Array.isArray(found) ? readable(found) : found;
      } catch {
        // What it throws is the application's, which the client will meet as well.
        return undefined;
      }
    },
  });
}

const NONE: Fields = {};
