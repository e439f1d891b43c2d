import { holdsData, isContainer, LeastSizes, NEVER_CUT, textBytes } from "./sizes.ts";

/**
 * What of parsed JSON fits into a number of bytes once its texts are cut: the newest entries of lists, and of objects
 * all but the largest properties. What is too large is looked into first, so that the rest of it stays. Takes time in
 * proportion to the size of the value.
 *
 * @param data Whether the value is an application's own data; else it is messages, whose names and roles stay.
 * @returns Undefined where nothing fits.
 */
export function keepWhatFits(value: unknown, maxBytes: number, data: boolean): unknown {
  return keep(value, maxBytes, { data, sizes: new LeastSizes() });
}

interface Place {
  readonly data: boolean;
  readonly sizes: LeastSizes;
}

function keep(value: unknown, room: number, place: Place): unknown {
  if (place.sizes.of(value, place.data) <= room) return value;
  if (!isContainer(value) || room < BRACKETS) return undefined;
  if (Array.isArray(value)) return keepNewest(value, room, place);
  return keepProperties(Object.entries<unknown>(value), room, place);
}

const BRACKETS = 2;

function keepNewest(list: readonly unknown[], room: number, place: Place): unknown {
  let left = room - BRACKETS;
  let first = list.length;
  while (first > 0) {
    const size = place.sizes.of(list[first - 1], place.data) + (first < list.length ? 1 : 0);
    if (size > left) break;
    left -= size;
    first -= 1;
  }
  if (first < list.length) return list.slice(first);
  const inner = keep(list.at(-1), room - BRACKETS, place);
  return inner === undefined ? undefined : [inner];
}

type Properties = readonly (readonly [key: string, value: unknown])[];

function keepProperties(properties: Properties, room: number, { data, sizes }: Place): unknown {
  let total = 1;
  const costs = properties.map(([key, value], index) => {
    const cost = textBytes(key) + 2 + sizes.of(value, data || holdsData(key), key);
    total += cost;
    return { index, cost };
  });
  const left: [key: string, value: unknown][] = properties.map(([key, value]) => [key, value]);
  for (const { index, cost } of costs.toSorted((a, b) => b.cost - a.cost)) {
    if (total <= room) break;
    const property = left[index];
    if (property === undefined || (!data && NEVER_CUT.has(property[0]))) continue;
    const [key, value] = property;
    const place = { data: data || holdsData(key), sizes };
    const size = sizes.of(value, place.data, key);
    const inner = keep(value, room - (total - size), place);
    // A message has parts, if only none; a part or record without its content says nothing.
    const kept = inner === undefined && !data && key === "parts" ? [] : inner;
    if (kept === undefined && !data && key === "content") return undefined;
    property[1] = kept;
    total -= kept === undefined ? cost : size - sizes.of(kept, place.data, key);
  }
  return total > room
    ? undefined
    : Object.fromEntries(left.filter(([, value]) => value !== undefined));
}
