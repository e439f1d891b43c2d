/** True for a path whose requests are not recorded. */
export type PathMatcher = (path: string) => boolean;

/**
 * Creates the test for `AGENT_OTEL_HTTP_IGNORE_PATHS`: paths that are compared as they are, and `/prefix/*` for all
 * that is below `/prefix/`. A path that a server might take for another one, such as `/health/../admin`, is below
 * nothing, or it would be a way to go unseen.
 *
 * @returns Undefined when nothing is to be ignored.
 */
export function createPathMatcher(patterns: readonly string[]): PathMatcher | undefined {
  if (patterns.length === 0) return undefined;
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith("/*")));
  const prefixes = patterns
    .filter((pattern) => pattern.endsWith("/*"))
    .map((pattern) => pattern.slice(0, -1));
  return (path) =>
    exact.has(path) ||
    (prefixes.some((prefix) => path.startsWith(prefix)) && !AMBIGUOUS.test(path));
}

/** `..` and `.` segments, empty ones, backslashes, and all that is still to be decoded. */
const AMBIGUOUS = /%|\\|\/\/|\/\.{1,2}(?:\/|$)/;
