import type { Plain, PlainObject } from "./canonical-request.ts";
import { isObject } from "./items.ts";

/** One place at which two engines say different things of the same item. */
export interface Difference {
  /** The item's label, and the path of the field after a bar unless the whole item is meant. */
  readonly where: string;
  /** Absent where the engine says nothing. */
  readonly native?: Plain;
  readonly upstream?: Plain;
}

/** Items by label. */
export type Items = ReadonlyMap<string, PlainObject>;

/** All differences; where one engine has nothing at all, the other's whole value is one difference. */
export function compareItems(native: Items, upstream: Items): readonly Difference[] {
  const labels = new Set([...native.keys(), ...upstream.keys()]);
  return [...labels].flatMap((label) => {
    const [ours, theirs] = [native.get(label), upstream.get(label)];
    if (ours !== undefined && theirs !== undefined) return compare(ours, theirs, `${label} |`);
    return ours === undefined
      ? { where: label, upstream: "there" }
      : { where: label, native: "there" };
  });
}

function compare(
  native: Plain | undefined,
  upstream: Plain | undefined,
  where: string,
): readonly Difference[] {
  const [ours, theirs] = [fieldsOf(native), fieldsOf(upstream)];
  if (ours !== undefined && theirs !== undefined) {
    const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...names].flatMap((name) => compare(ours[name], theirs[name], `${where} ${name}`));
  }
  if (native === upstream) return [];
  return [
    { where, ...(native !== undefined && { native }), ...(upstream !== undefined && { upstream }) },
  ];
}

/** Entries of a list count as fields of their index. */
function fieldsOf(value: Plain | undefined): PlainObject | undefined {
  if (isObject(value)) return value;
  return typeof value === "object" ? Object.fromEntries(Object.entries(value)) : undefined;
}
