import type { Problem } from "../env/problem.ts";
import type { Environment } from "../env/reader.ts";
import { isVariableName, variables } from "../env/variables.ts";

/** One problem for each variable that is set and counts no more, for the file takes its place. */
export function findVoidVariables(
  env: Environment,
  references: ReadonlySet<string>,
): readonly Problem[] {
  const names = Object.keys(env).filter((name) => isVoid(name) && !references.has(name));
  return names
    .filter((name) => env[name]?.trim() !== "")
    .map((variable) => ({
      variable,
      expected: "no such variable beside OTEL_CONFIG_FILE",
      used: "the file takes its place",
    }));
}

function isVoid(name: string): boolean {
  if (name === "OTEL_CONFIG_FILE" || !isVariableName(name)) return false;
  return variables[name].besideConfigFile !== true;
}
