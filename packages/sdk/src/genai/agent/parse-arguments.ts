/** What tool arguments say: models give them as JSON text. Text that is no JSON, or too long, stays text. Never throws. */
export function parseArguments(given: unknown): unknown {
  if (typeof given !== "string" || given.length > MOST_CHARACTERS) return given;
  if (!/^\s*[[{]/.test(given)) return given;
  try {
    return JSON.parse(given);
  } catch {
    // Text that only looks like JSON is text.
    return given;
  }
}

const MOST_CHARACTERS = 65_536;
