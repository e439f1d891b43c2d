/** An attribute of a measurement is written as JSON for each one, and kept for as long as the instrument. */
const MAX_PARTS = 1024;

/** Deeper parts are cut off anyway. */
const MAX_DEPTH = 24;

/** Whether a value has few enough parts for the attribute of a measurement. Never throws, and takes no longer. */
export function hasFewParts(value: unknown): boolean {
  try {
    return countDown(value, MAX_PARTS, []) >= 0;
  } catch {
    // A getter or a proxy's trap: what can be kept of it is found out when it is cleaned.
    return true;
  }
}

/** What is left of a number of parts after this value; negative when it has more. */
function countDown(value: unknown, left: number, ancestors: readonly object[]): number {
  if (typeof value !== "object" || value === null) return left - 1;
  if (ArrayBuffer.isView(value)) return left - value.byteLength;
  if (ancestors.length >= MAX_DEPTH || ancestors.includes(value)) return left - 1;
  const members = Array.isArray(value) ? value : Object.keys(value);
  if (members.length > left) return -1;
  let rest = left - 1;
  for (let at = 0; at < members.length && rest >= 0; at += 1) {
    const member: unknown = Reflect.get(value, Array.isArray(value) ? at : members[at]);
    rest = countDown(member, rest, [...ancestors, value]);
  }
  return rest;
}
