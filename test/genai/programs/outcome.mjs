// What an application sees of a call, as plain data to compare.

/** The value, or the error with its classes and codes. */
export async function outcome(run) {
  try {
    return { value: plain(await run()) };
  } catch (error) {
    return { error: describe(error) };
  }
}

/** What of an error an application can look at; of what caused it, too. */
function describe(error) {
  if (typeof error !== "object" || error === null) return { thrown: String(error) };
  return {
    classes: classesOf(error),
    keys: Object.keys(error),
    message: error.message,
    status: error.status,
    code: error.code,
    requestId: error.requestID,
    cause: error.cause === undefined ? undefined : describe(error.cause),
  };
}

/** The names of an object's classes, from its own to the root. */
export function classesOf(object) {
  const names = [];
  for (let type = Object.getPrototypeOf(object); type !== null; type = Object.getPrototypeOf(type))
    names.push(type.constructor?.name);
  return names;
}

function plain(value) {
  return value === undefined ? "undefined" : JSON.parse(JSON.stringify(value));
}
