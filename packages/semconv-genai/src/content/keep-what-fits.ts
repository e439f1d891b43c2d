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
  return keepProperties(value, room, place);
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

function keepProperties(
  value: Record<string, unknown>,
  room: number,
  { data, sizes }: Place,
): unknown {
  let total = 1;
  const properties: Property[] = Object.entries<unknown>(value);
  const costs = properties.map((property) => {
    const [key, item] = property;
    const cost = textBytes(key) + 2 + sizes.of(item, data || holdsData(key), key);
    total += cost;
    return { property, cost };
  });
  for (const { property, cost } of costs.toSorted((a, b) => b.cost - a.cost)) {
    if (total <= room) break;
    const [key, item] = property;
    if (!data && NEVER_CUT.has(key)) continue;
    const place = { data: data || holdsData(key), sizes };
    const size = sizes.of(item, place.data, key);
    const inner = keep(item, room - (total - size), place);
    // A message has parts, if only none; a part or record without its content says nothing.
    const kept = inner === undefined && !data && key === "parts" ? [] : inner;
    if (kept === undefined && !data && key === "content") return undefined;
    property[1] = kept;
    total -= kept === undefined ? cost : size - sizes.of(kept, place.data, key);
  }
  if (total > room) return undefined;
  return Object.fromEntries(properties.filter(([, item]) => item !== undefined));
}

type Property = [key: string, value: unknown];
