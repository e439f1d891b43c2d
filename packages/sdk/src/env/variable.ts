/** What kind of text a variable takes. */
type VariableType =
  | "boolean"
  | "enum"
  | "integer"
  | "list"
  | "names"
  | "number"
  | "pairs"
  | "path"
  | "text"
  | "url";

/** One row of the table of variables. */
export interface Variable {
  readonly type: VariableType;
  /** The documented default as the user would write it; absent when there is none. */
  readonly default?: string;
  /** The unit of an `integer`. */
  readonly unit?: "ms";
  /** The smallest `integer`. @default 1 */
  readonly min?: number;
  /** The largest `integer`. @default 2147483647 */
  readonly max?: number;
  /** True when 0 stands for "no limit" (a timeout of the specification). */
  readonly zeroIsUnlimited?: boolean;
  /** The accepted values of an `enum` or `list`. */
  readonly values?: readonly string[];
  /** Values, or for other types "any", that the specification has and this SDK has not. */
  readonly unsupported?: readonly string[];
  /** True when the value may be a credential: it is never printed. */
  readonly secret?: boolean;
  /** True when it still counts beside OTEL_CONFIG_FILE, which cannot say it. */
  readonly besideConfigFile?: boolean;
  readonly doc: string;
  /** Where the variable is specified; absent for our own. */
  readonly specification?: string;
}

/** A longer delay than this would make a Node.js timer fire at once. */
export const LARGEST_INTEGER: number = 2 ** 31 - 1;

/** Rows that one page of the specification defines. */
export function specifiedBy<Name extends string>(
  specification: string,
  rows: Readonly<Record<Name, Variable>>,
): Readonly<Record<Name, Variable>> {
  const entries = Object.entries<Variable>(rows);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same names as in `rows`
  return Object.fromEntries(
    entries.map(([name, row]) => [name, { ...row, specification }]),
  ) as Record<Name, Variable>;
}
