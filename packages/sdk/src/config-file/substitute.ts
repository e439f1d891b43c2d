import type { Environment } from "../env/reader.ts";

/** Text whose references were replaced. */
export interface Substitution {
  readonly text: string;
  /** The variables it refers to, set or not. */
  readonly names: readonly string[];
  /** True when it holds a `${` that begins no reference. */
  readonly isBroken: boolean;
}

/**
 * Replaces `${NAME}`, `${env:NAME}` and `${NAME:-default}` by values of `env`; a variable that is unset or
 * blank counts as empty. `$$` stands for `$`. What is inserted is not looked at again ("Environment variable
 * substitution" of the declarative configuration specification).
 */
export function substitute(text: string, env: Environment): Substitution {
  const names: string[] = [];
  let result = "";
  let position = 0;
  for (;;) {
    const dollar = text.indexOf("$", position);
    if (dollar < 0) return { text: result + text.slice(position), names, isBroken: false };
    result += text.slice(position, dollar);
    const next = text[dollar + 1];
    if (next === "{") {
      const end = text.indexOf("}", dollar);
      const match = end < 0 ? null : reference.exec(text.slice(dollar + 2, end));
      const name = match?.[1];
      // To go on after a fault would take time that grows with the square of the length.
      if (name === undefined) return { text, names, isBroken: true };
      names.push(name);
      const value = env[name];
      result += value === undefined || value.trim() === "" ? (match?.[2] ?? "") : value;
      position = end + 1;
    } else {
      result += "$";
      position = dollar + (next === "$" ? 2 : 1);
    }
  }
}

const reference = /^(?:env:)?([A-Za-z_]\w*)(?::-([^\n]*))?$/;
