/** One fault in the configuration: a value, reported once at start, never an exception. */
export interface Problem {
  /** The variable (or option) at fault, e.g. `OTEL_TRACES_SAMPLER`. */
  readonly variable: string;
  /** What a right value looks like. */
  readonly expected: string;
  /** What was found, already safe to print; absent when the value may hold a secret. */
  readonly found?: string;
  /** What happens instead. */
  readonly used: string;
}

/** Renders a problem as the one line that reaches stderr. */
export function formatProblem({ variable, expected, found, used }: Problem): string {
  const got = found === undefined ? "" : `, got ${quote(found)}`;
  return `${variable}: expected ${expected}${got}; ${used}.`;
}

const LONGEST_QUOTE = 80;

/** Quotes text for a terminal: control characters escaped, long text cut. */
export function quote(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return JSON.stringify(cut).replaceAll(/[\u007F-\u009F\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
