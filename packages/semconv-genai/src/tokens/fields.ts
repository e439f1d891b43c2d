/** An object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; none of anything else. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Whether a value is an object that can have fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A number of tokens; undefined for anything else. */
export function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The sum of those that are known; undefined where none is. */
export function sum(...counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}

/** What is left of a total; never less than nothing. */
export function rest(
  total: number | undefined,
  ...parts: readonly (number | undefined)[]
): number | undefined {
  return total === undefined ? undefined : Math.max(0, total - (sum(...parts) ?? 0));
}
