import { nearest } from "../env/nearest.ts";
import type { Problem } from "../env/problem.ts";
import type { OptionText } from "../env/reader.ts";
import { type VariableName, variables } from "../env/variables.ts";
import { optionVariables } from "./option-variables.ts";
import type { ConfigOptions } from "./options.ts";
import { writeOption } from "./write-option.ts";

/** Options as the text of their variables, so that one parser checks both. */
export interface OptionTexts {
  readonly texts: ReadonlyMap<VariableName, OptionText>;
  readonly problems: readonly Problem[];
}

/** Writes options as variables; `undefined` counts as not given, and an unknown option is a problem. */
export function toOptionTexts(options: ConfigOptions): OptionTexts {
  const texts = new Map<VariableName, OptionText>();
  const problems: Problem[] = [];
  for (const [option, value] of flatten(options, "")) {
    const name = optionVariables.get(option);
    const written =
      name === undefined ? undefined : writeOption(option, value, variables[name].type);
    problems.push(...(written?.problems ?? [unknownOption(option)]));
    if (name !== undefined && written?.text !== undefined)
      texts.set(name, { option, text: written.text });
  }
  return { texts, problems };
}

/** Options that have no variable's form: readConfig takes them as they are. */
const taken: ReadonlySet<string> = new Set(["resourceAttributes"]);
const groups: ReadonlySet<string> = new Set(
  [...optionVariables.keys()].flatMap((path) => {
    const parts = path.split(".");
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
  }),
);

function flatten(value: object, path: string): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    const option = path === "" ? key : `${path}.${key}`;
    if (item === undefined || taken.has(option)) return [];
    const nested = groups.has(option) && typeof item === "object" && item !== null;
    return nested ? flatten(item, option) : [[option, item] as const];
  });
}

function unknownOption(option: string): Problem {
  const suggestion = nearest(option, optionVariables.keys());
  return {
    variable: `option ${option}`,
    expected: "an option of startTelemetry()",
    ...(suggestion === undefined ? {} : { suggestion }),
    used: "it is ignored",
  };
}
