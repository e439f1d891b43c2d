import { BASE_PARTS, PROGRAMS, titlesOf } from "../programs.ts";
import type { FoundStack } from "./find.ts";

/** What is missing and every way to supply it, or undefined when nothing is. */
export function missingMessage({ missing, withoutDocker, notes }: FoundStack): string | undefined {
  if (missing.length === 0) return undefined;
  const extra = missing.filter((part) => !BASE_PARTS.includes(part));
  const flags = extra.length === 0 ? "" : ` --with ${extra.join(",")}`;
  const variables = missing.map((part) => PROGRAMS[part].variable).join(" and ");
  const names = missing.flatMap((part) => PROGRAMS[part].names).join(", ");
  return [
    ...notes,
    `${titlesOf(missing)} not at hand: not given by ${variables}, not on PATH (${names}), not built yet` +
      (withoutDocker === undefined ? "." : `, and ${withoutDocker}.`),
    `To make what is missing (once, some minutes with Go, or by pulling images): pnpm stack build${flags}`,
    `Without pnpm: npm run stack -- build${flags}`,
  ].join("\n");
}
