import type { EnvReader } from "../env/reader.ts";
import type { VariableName } from "../env/variables.ts";

/** `none` stands alone: beside other names it is ignored, and the user hears of it. */
export function withoutNone<T extends string>(
  reader: EnvReader,
  variable: VariableName,
  names: readonly (T | "none")[],
): readonly T[] {
  const others = names.filter((name): name is T => name !== "none");
  if (others.length > 0 && others.length < names.length) {
    reader.report({
      variable,
      expected: '"none" alone or other names without it',
      found: names.join(","),
      used: `using ${others.join(",")}`,
    });
    reader.settle(variable, others.join(","));
  }
  return others;
}
