import assert from "node:assert/strict";
import { compareItems, type Difference, type Items } from "./compare.ts";

/**
 * Fails unless the differences are exactly the known ones: one that is not known fails, and so does one that is known
 * and no longer there.
 */
export function assertDifferences(
  native: Items,
  upstream: Items,
  known: readonly Difference[],
): void {
  assert.deepEqual(
    byPlace(compareItems(native, upstream)),
    byPlace(known),
    "what differs (+) is not what is known to differ (-, test/engines/known-differences.ts)",
  );
}

function byPlace(differences: readonly Difference[]): Record<string, Difference> {
  const places = new Map(differences.map((difference) => [difference.where, difference]));
  assert.equal(places.size, differences.length, "a place is there twice");
  return Object.fromEntries([...places].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
