/**
 * The candidate that `text` was most likely meant to be: the one with the fewest single-character
 * insertions, deletions, substitutions and swaps of neighbours between them, `most` at the most; of
 * several, the one that begins alike the longest.
 */
export function nearest(
  text: string,
  candidates: Iterable<string>,
  { most = 2 }: { most?: number } = {},
): string | undefined {
  let best: string | undefined;
  let bestDistance = most + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - text.length) > Math.min(bestDistance, most)) continue;
    const distance = distanceBetween(text, candidate);
    const closer = distance < bestDistance;
    const alike = distance === bestDistance && best !== undefined;
    if (closer || (alike && commonStart(text, candidate) > commonStart(text, best ?? "")))
      [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Optimal string alignment: the rows of the table before last, last and current. */
function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
