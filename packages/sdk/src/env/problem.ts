/** One fault in the configuration: a value, reported once at start, never an exception. */
export interface Problem {
  /** The variable, option or place in a file at fault, e.g. `OTEL_TRACES_SAMPLER`. */
  readonly variable: string;
  /** What a right value looks like. */
  readonly expected: string;
  /** What was found, already safe to print; absent when the value may hold a secret. */
  readonly found?: string;
  /** The right name or value that was most likely meant. */
  readonly suggestion?: string;
  /** What happens instead. */
  readonly used: string;
}

/** Renders a problem as the one line that reaches stderr. */
export function formatProblem({ variable, expected, found, suggestion, used }: Problem): string {
  const got = found === undefined ? "" : `, got ${quote(found)}`;
  const meant = suggestion === undefined ? "" : ` (did you mean ${suggestion}?)`;
  return `${printable(variable)}: expected ${expected}${got}${meant}; ${used}.`;
}

/** A value as text; of what has none worth reading only what it is. Never throws. */
export function describeValue(value: unknown): string {
  if (value instanceof URL) return value.href;
  if (typeof value === "object" && value !== null) return "(an object)";
  return typeof value === "function" || typeof value === "symbol"
    ? `(a ${typeof value})`
    : String(value);
}

/** Text of one line that no terminal acts on: control characters and direction marks are escaped. */
export function toOneLine(text: string): string {
  return escapeRest(text.replaceAll(/\p{Cc}/gu, (char) => JSON.stringify(char).slice(1, -1)));
}

const LONGEST_QUOTE = 80;

/** Quotes text for a terminal: control characters escaped, long text cut. */
export function quote(text: string): string {
  return escapeRest(JSON.stringify(cut(text)));
}

/** A name as it is when it is plain; quoted when it could hide something. */
function printable(name: string): string {
  return /^[\u0020-\u007E…]{1,160}$/.test(name) ? name : quote(name);
}

function cut(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

/** What JSON leaves as it is although a terminal or a log reader acts on it: C1, line ends, direction marks. */
function escapeRest(json: string): string {
  return json.replaceAll(
    /[\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    (char) => {
      return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
    },
  );
}
