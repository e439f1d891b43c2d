/**
 * Cuts an attribute that tells of an error to what cannot quote a prompt: the type, a status or system code at the
 * beginning of the message, and the places in the code where it was thrown.
 *
 * @param message The error's message, which its stack begins with.
 * @returns Undefined when nothing of it can stay.
 */
export function cutErrorAttribute(key: string, value: unknown, message: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  if (key === "error.type" || key === "exception.type") return cutType(value);
  if (key !== "exception.stacktrace" && key !== "error.stack") return codeOf(value);
  const places = typeof message === "string" ? placesIn(value, message) : "";
  return places === "" ? undefined : places;
}

/** Some libraries give the message as the type. */
function cutType(type: string): string {
  return typeWord.test(type) ? type : "_OTHER";
}

const typeWord = /^[\w$.:-]{1,100}$/;

/** The code at the beginning of a message: a status of HTTP, or a system error of Node.js. */
function codeOf(message: string): string | undefined {
  const status = /^[1-5]\d\d(?=\D|$)/.exec(message)?.[0];
  if (status !== undefined) return status;
  const word = /^[A-Z][A-Z0-9_]{2,50}(?=[: ,]|$)/.exec(message)?.[0];
  return word !== undefined && isSystemCode(word) ? word : undefined;
}

/** Of this system, of Node.js and of its HTTP client; a word in capitals may be anything. */
function isSystemCode(word: string): boolean {
  if (/^(?:UND_)?ERR_/.test(word) || word === "ENOTFOUND" || word === "EAI_AGAIN") return true;
  return Object.hasOwn(process.getBuiltinModule("node:os").constants.errno, word);
}

/** The lines of a stack behind the message, when the stack has the message as it is. */
function placesIn(stack: string, message: string): string {
  const at = stack.indexOf(message);
  if (message === "" || at < 0 || at > LONGEST_TYPE) return "";
  const lines = stack
    .slice(at + message.length)
    .split("\n")
    .slice(0, MAX_PLACES);
  return lines.filter((line) => place.test(line)).join("\n");
}

const LONGEST_TYPE = 100;
const MAX_PLACES = 60;

/** As V8 writes a place in the code, and nothing else. */
const place =
  /^ {4}at (?:(?:async )?(?:new )?[\w$.<>]{1,100}(?: \[as [\w$.]{1,60}\])? \()?(?:file:\/\/|node:|\/|[A-Za-z]:[\\/])[\w$@.+~%\\/: -]{1,400}:\d{1,7}:\d{1,7}\)?$/;
