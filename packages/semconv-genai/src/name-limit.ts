import { ERROR_TYPE_OTHER } from "./error-type.ts";

/**
 * A function that keeps the first `limit` names it sees besides the known ones, and turns every later one into
 * `_OTHER`, so that a peer which invents names cannot make a metric grow without end.
 */
export function nameLimit(
  limit: number,
  known: () => readonly string[] = () => [],
): (name: string) => string {
  const seen = new Set<string>();
  return (name) => {
    if (seen.has(name) || known().includes(name)) return name;
    if (seen.size >= limit || name.length > MAX_LENGTH) return ERROR_TYPE_OTHER;
    seen.add(name);
    return name;
  };
}

const MAX_LENGTH = 128;
