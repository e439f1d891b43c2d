import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import type { Environment } from "./reader.ts";
import { variables } from "./variables.ts";

/**
 * Names in the environment that are almost those of variables: a misspelt one would otherwise be a setting
 * that silently has no effect. Names that are like no variable are other programs' and left alone.
 */
export function findMisspelt(env: Environment): readonly Problem[] {
  return Object.keys(env)
    .filter((name) => prefix.test(name) && name.length <= LONGEST_NAME && !(name in variables))
    .flatMap((name) => {
      const meant = nearest(name.toUpperCase(), Object.keys(variables));
      return meant === undefined
        ? []
        : [{ variable: name, expected: `the name ${meant}`, used: "it is ignored" }];
    });
}

const prefix = /^(?:OTEL|OTLE|OETL|AGENT_OTEL)_/i;
const LONGEST_NAME = 60;
