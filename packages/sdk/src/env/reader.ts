import { aliases } from "./aliases.ts";
import { nearest } from "./nearest.ts";
import { describeValue, formatProblem, type Problem } from "./problem.ts";
import { LARGEST_INTEGER } from "./variable.ts";
import { type VariableName, variables } from "./variables.ts";

/** An environment: variable names and their text. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a value was taken from. */
type Origin = "default" | "environment" | "option";

/** The value that counts for a variable, ready to print. */
export interface Setting {
  readonly value: string;
  readonly origin: Origin;
  /** The variable that the value was taken from, when it is another one. */
  readonly source?: VariableName;
}

/** A text given by an option of the program, and what the program calls it. */
export interface OptionText {
  readonly text: string;
  /** The option as it is written, e.g. `traces.endpoint`. */
  readonly option: string;
}

/** What a reader reads: options win over the environment. */
export interface ReaderSources {
  readonly env: Environment;
  readonly options?: ReadonlyMap<VariableName, OptionText>;
}

/**
 * Reads typed values by the table of variables. A value that is absent, empty or blank counts as unset and
 * gives the table's default; a bad value is noted as a problem and gives the default too.
 */
export interface EnvReader {
  readonly problems: readonly Problem[];
  /** What counts for each variable that was read. */
  readonly settings: ReadonlyMap<VariableName, Setting>;
  /** Notes a problem that the caller found; a variable that an option has set is called by the option. */
  report(problem: Problem): void;
  /** Notes the value that counts when the caller decides on it; `source` is the variable it was taken from. */
  settle(name: VariableName, value: string, source?: VariableName): void;
  /** Where the value comes from; a blank one counts as unset. */
  origin(name: VariableName): Origin;
  /** The trimmed text, whatever its type. */
  raw(name: VariableName): string | undefined;
  /** True when somebody has asked for the value. */
  wasRead(name: VariableName): boolean;
  /** Text without control characters. */
  text(name: VariableName): string | undefined;
  /** `true` or `false`, in any case; nothing else. `undefined` when there is neither value nor default. */
  boolean(name: VariableName): boolean | undefined;
  /** One of `values`, in any case. `used` tells what happens with a bad value, if it is not the default. */
  choice<T extends string>(name: VariableName, values: readonly T[], used?: string): T | undefined;
  /** A comma-separated list of `values`, in any case; unknown items are problems and left out. */
  list<T extends string>(name: VariableName, values: readonly T[]): readonly T[] | undefined;
  /** A whole number in the range of the table; `Infinity` when there is neither value nor default. */
  integer(name: VariableName): number;
}

/** Creates a reader; its sources are never changed. */
export function createEnvReader(sources: ReaderSources): EnvReader {
  return new Reader(sources);
}

class Reader implements EnvReader {
  readonly problems: Problem[] = [];
  readonly settings: Map<VariableName, Setting> = new Map();
  readonly #env: Environment;
  readonly #options: ReadonlyMap<VariableName, OptionText>;
  readonly #lines = new Set<string>();
  readonly #read = new Set<VariableName>();

  constructor({ env, options = new Map() }: ReaderSources) {
    // Plain JavaScript may hand over an environment with numbers in it.
    this.#env = Object.fromEntries(
      Object.entries(env).map(([name, value]: [string, unknown]) => [
        name,
        value === undefined || value === null ? undefined : describeValue(value),
      ]),
    );
    this.#options = options;
  }

  report(problem: Problem): void {
    const option = this.#options.get(asName(problem.variable))?.option;
    const told = option === undefined ? problem : { ...problem, variable: `option ${option}` };
    // A general OTLP variable is read once for each signal: its fault is one problem.
    const line = formatProblem(told);
    if (this.#lines.has(line)) return;
    this.#lines.add(line);
    this.problems.push(told);
  }

  settle(name: VariableName, value: string, source: VariableName = name): void {
    const from = source === name ? {} : { source };
    this.settings.set(name, { value, origin: this.origin(source), ...from });
  }

  origin(name: VariableName): Origin {
    if (this.#options.has(name)) return "option";
    return (this.#env[name] ?? "").trim() === "" ? "default" : "environment";
  }

  raw(name: VariableName): string | undefined {
    this.#read.add(name);
    const value = (this.#options.get(name)?.text ?? this.#env[name])?.trim();
    return value === "" ? undefined : value;
  }

  wasRead(name: VariableName): boolean {
    return this.#read.has(name);
  }

  text(name: VariableName): string | undefined {
    const found = this.raw(name);
    if (found === undefined) return this.#default(name);
    const clean = found.replaceAll(controlCharacters, "").trim();
    if (clean !== found) {
      const used = clean === "" ? usingDefault(name) : "they are left out";
      this.report({ variable: name, expected: "text without control characters", found, used });
    }
    if (clean === "") return this.#default(name);
    this.settle(name, clean);
    return clean;
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
    const found = this.raw(name);
    const match = found === undefined ? undefined : spelling(values, found);
    if (match !== undefined) {
      this.settle(name, match);
      return match;
    }
    if (found !== undefined) this.#reportUnknown(name, { values, found, used });
    const fallback = this.#default(name);
    return fallback === undefined ? undefined : spelling(values, fallback);
  }

  list<T extends string>(name: VariableName, values: readonly T[]): readonly T[] | undefined {
    const given = this.raw(name);
    const isEmpty = given !== undefined && splitList(given).length === 0;
    if (isEmpty) {
      const expected = "names separated by commas";
      this.report({ variable: name, expected, found: given, used: usingDefault(name) });
    }
    const text = isEmpty ? this.#default(name) : (given ?? this.#default(name));
    if (text === undefined) return undefined;
    const matches = new Set<T>();
    for (const found of splitList(text)) {
      const match = spelling(values, found);
      if (match !== undefined) matches.add(match);
      else this.#reportUnknown(name, { values, found, used: "it is left out" });
    }
    this.settle(name, [...matches].join(","));
    return [...matches];
  }

  integer(name: VariableName): number {
    const found = this.raw(name);
    const { min = 1, max = LARGEST_INTEGER, unit, zeroIsUnlimited = false } = variables[name];
    const number = found !== undefined && /^\+?\d{1,10}$/.test(found) ? Number(found) : Number.NaN;
    if (zeroIsUnlimited && number === 0) {
      this.settle(name, "0");
      return LARGEST_INTEGER;
    }
    if (number >= min && number <= max) {
      this.settle(name, String(number));
      return number;
    }
    if (found !== undefined) {
      const what = unit === "ms" ? "a whole number of milliseconds" : "a whole number";
      const zero = zeroIsUnlimited ? ", or 0 for no limit" : "";
      const expected = `${what} from ${min} to ${max}${zero}`;
      this.report({ variable: name, expected, found, used: usingDefault(name) });
    }
    const fallback = this.#default(name);
    return fallback === undefined ? Number.POSITIVE_INFINITY : Number(fallback);
  }

  #default(name: VariableName): string | undefined {
    const { default: value } = variables[name];
    if (value !== undefined) this.settings.set(name, { value, origin: "default" });
    return value;
  }

  #reportUnknown(
    name: VariableName,
    { values, found, used }: { values: readonly string[]; found: string; used: string },
  ): void {
    const lower = found.toLowerCase();
    const lacks = variables[name].unsupported?.includes(lower) ?? false;
    const suggestion = lacks ? undefined : (aliases[lower] ?? nearest(lower, values));
    this.report({
      variable: name,
      expected: `one of ${values.join(", ")}`,
      found,
      ...(suggestion === undefined || !values.includes(suggestion) ? {} : { suggestion }),
      used: lacks ? `this value of the specification is not supported: ${used}` : used,
    });
  }
}

// eslint-disable-next-line no-control-regex -- they are what is looked for
const controlCharacters = /[\u0000-\u001F\u007F-\u009F]/g;

/** The items of a comma-separated list, without blanks and empty ones. */
export function splitList(text: string): readonly string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function asName(variable: string): VariableName {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only asked for in a map, which has it or not
  return variable as VariableName;
}

function spelling<T extends string>(values: readonly T[], text: string): T | undefined {
  const lower = text.toLowerCase();
  return values.find((value) => value.toLowerCase() === lower);
}

function usingDefault(name: VariableName): string {
  const { default: fallback } = variables[name];
  return fallback === undefined ? "the value is ignored" : `using ${fallback}`;
}
