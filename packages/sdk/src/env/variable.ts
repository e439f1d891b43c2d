/** What kind of text a variable takes. */
type VariableType =
  | "boolean"
  | "enum"
  | "integer"
  | "list"
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
  /** The unit of a numeric value. */
  readonly unit?: "ms";
  /** The accepted values of an `enum` or `list`. */
  readonly values?: readonly string[];
  /** True when the value may be a credential: it is never printed. */
  readonly secret?: boolean;
  readonly doc: string;
}
