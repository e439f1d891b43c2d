type Version = readonly [number, number, number];

/**
 * True when `version` lies in one of `ranges`. A range is `*`, or comparators that must all hold, such as
 * `>=5.0.0 <8.0.0`. A pre-release counts as its release, so that `8.0.0-beta.1` is not below `8.0.0`.
 *
 * @throws {Error} When a range is not written like that: ranges are part of this package, not input.
 */
export function isVersionIn(version: string, ranges: readonly string[]): boolean {
  const parsed = parseVersion(version);
  return ranges.some((range) => range.split(" ").every((comparator) => holds(comparator, parsed)));
}

function holds(comparator: string, version: Version | undefined): boolean {
  if (comparator === "*") return true;
  const match = /^(>=|<)(\d+\.\d+\.\d+)$/.exec(comparator);
  const bound = match === null ? undefined : parseVersion(match[2] ?? "");
  if (match === null || bound === undefined) throw new Error(`not a version range: ${comparator}`);
  if (version === undefined) return false;
  const order = compare(version, bound);
  return match[1] === "<" ? order < 0 : order >= 0;
}

function parseVersion(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
