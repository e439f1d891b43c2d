const CELLS = 24;

/**
 * How far something is, for people: `████████░░░░ 40 % · 12 requests`.
 *
 * @param part what is done, 0 to 1; anything else is cut to that
 */
export function bar(part: number, text: string): string {
  const done = Math.min(1, Math.max(0, part));
  const full = Math.round(done * CELLS);
  return `${"█".repeat(full)}${"░".repeat(CELLS - full)} ${Math.floor(done * 100)} % · ${text}`;
}
