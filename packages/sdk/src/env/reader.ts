import { formatProblem, type Problem } from "./problem.ts";
import { type VariableName, variables } from "./variables.ts";

/** An environment: variable names and their text. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads typed values from an environment. A value that is absent, empty or blank counts as unset and
 * gives `undefined`; a bad value is noted as a problem and gives `undefined` too, so that the caller
 * applies the documented fallback named in `used`.
 */
export interface EnvReader {
  readonly problems: readonly Problem[];
  /** Notes a problem that the caller found. */
  report(problem: Problem): void;
  /** The trimmed text. */
  text(name: VariableName): string | undefined;
  /** `true` or `false`, in any case; nothing else. */
  boolean(name: VariableName): boolean | undefined;
  /** One of `values`, in any case. */
  choice<T extends string>(name: VariableName, values: readonly T[], used?: string): T | undefined;
  /** A comma-separated list of `values`, in any case; unknown items are problems and left out. */
  list<T extends string>(name: VariableName, values: readonly T[]): readonly T[] | undefined;
  /** A whole number of at least `min`. */
  integer(name: VariableName, options: { min: number }): number | undefined;
}

/** Creates a reader over `env`, which is never changed. */
export function createEnvReader(env: Environment): EnvReader {
  return new Reader(env);
}

class Reader implements EnvReader {
  readonly problems: Problem[] = [];
  readonly #env: Environment;
  readonly #lines = new Set<string>();

  constructor(env: Environment) {
    this.#env = env;
  }

  report(problem: Problem): void {
    // A general OTLP variable is read once for each signal: its fault is one problem.
    const line = formatProblem(problem);
    if (this.#lines.has(line)) return;
    this.#lines.add(line);
    this.problems.push(problem);
  }

  text(name: VariableName): string | undefined {
    const value = this.#env[name]?.trim();
    return value === "" ? undefined : value;
  }

  boolean(name: VariableName): boolean | undefined {
    const value = this.choice(name, ["true", "false"]);
    return value === undefined ? undefined : value === "true";
  }

  choice<T extends string>(
    name: VariableName,
    values: readonly T[],
    used: string = usingDefault(name),
  ): T | undefined {
    const found = this.text(name);
    if (found === undefined) return undefined;
    const match = spelling(values, found);
    if (match === undefined) this.report({ variable: name, expected: oneOf(values), found, used });
    return match;
  }

  list<T extends string>(name: VariableName, values: readonly T[]): readonly T[] | undefined {
    const items = this.text(name)?.split(",");
    if (items === undefined) return undefined;
    const matches = new Set<T>();
    for (const found of items.map((item) => item.trim()).filter((item) => item !== "")) {
      const match = spelling(values, found);
      if (match !== undefined) matches.add(match);
      else this.report({ variable: name, expected: oneOf(values), found, used: "it is left out" });
    }
    return [...matches];
  }

  integer(name: VariableName, { min }: { min: number }): number | undefined {
    const found = this.text(name);
    if (found === undefined) return undefined;
    const number = /^\+?\d{1,10}$/.test(found) ? Number(found) : Number.NaN;
    if (number >= min && number <= LARGEST_INTEGER) return number;
    const what =
      variables[name].unit === "ms" ? "a whole number of milliseconds" : "a whole number";
    const expected = `${what} from ${min} to ${LARGEST_INTEGER}`;
    this.report({ variable: name, expected, found, used: usingDefault(name) });
    return undefined;
  }
}

// The longest delay of a Node.js timer: a larger one would fire at once.
const LARGEST_INTEGER = 2 ** 31 - 1;

function spelling<T extends string>(values: readonly T[], text: string): T | undefined {
  const lower = text.toLowerCase();
  return values.find((value) => value === lower);
}

function oneOf(values: readonly string[]): string {
  return `one of ${values.join(", ")}`;
}

function usingDefault(name: VariableName): string {
  const { default: fallback } = variables[name];
  return fallback === undefined ? "the value is ignored" : `using ${fallback}`;
}
