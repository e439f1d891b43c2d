import { PROGRAMS } from "../programs.ts";
import type { FoundStack } from "./find.ts";

/** What is missing and every way to supply it, or undefined when nothing is. */
export function missingMessage({ missing, withoutDocker, notes }: FoundStack): string | undefined {
  if (missing.length === 0) return undefined;
  const titles = missing.map((part) => PROGRAMS[part].title).join(" and ");
  const variables = missing.map((part) => PROGRAMS[part].variable).join(" and ");
  const names = missing.flatMap((part) => PROGRAMS[part].names).join(", ");
  return [
    ...notes,
    `${titles} not at hand: not given by ${variables}, not on PATH (${names}), not built yet` +
      (withoutDocker === undefined ? "." : `, and ${withoutDocker}.`),
    "To make what is missing (once, some minutes with Go, or by pulling images): pnpm stack build",
    "Without pnpm: npm run stack -- build",
  ].join("\n");
}
