import { LAST_VERSION } from "./emit-renames.ts";
import type { Facts } from "./facts.ts";
import { doc, HEADER } from "./names.ts";

/** `version-names.ts`: the names that older versions have for today's attributes, for those who write them. */
export function emitVersionNames(facts: Facts): string {
  const names = (version: "1.36" | "1.41"): Readonly<Record<string, string>> =>
    Object.fromEntries(
      facts.renames.flatMap(({ kind, from, to }) => {
        const until = LAST_VERSION[from];
        const old = kind === "attribute" && until !== undefined && until >= version;
        return old && typeof to === "string" ? [[to, from]] : [];
      }),
    );
  return [
    HEADER,
    doc(
      "What an attribute of the newest convention is called in an older one, where that differs.",
    ),
    `export const OLD_NAMES: Readonly<Record<"1.36" | "1.41", Readonly<Record<string, string>>>> = ${JSON.stringify({ "1.36": names("1.36"), "1.41": names("1.41") })};\n`,
    doc("What a value of the newest convention is called under an old name, where that differs."),
    `export const OLD_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(oldValues(facts))};\n`,
  ].join("\n");
}

/** A value that was renamed together with its attribute: under the old name of the attribute it has its old name. */
function oldValues(facts: Facts): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const together = facts.renames.flatMap(({ kind, attribute, from, to }) => {
    const rename = facts.renames.find(
      (other) => other.kind === "attribute" && other.to === attribute,
    );
    const found = kind === "attribute_value" && rename !== undefined && typeof to === "string";
    return found ? [[rename.from, { [to]: from }] as const] : [];
  });
  return Object.fromEntries(together);
}
