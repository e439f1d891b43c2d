import { allAttributes, memberValues } from "./emit-attributes.ts";
import type { Facts } from "./facts.ts";
import { constantCase, doc, HEADER, pascalCase } from "./names.ts";

/** `values.ts`: an open type and constants for the known values of each enum. */
export function emitValues(facts: Facts): string {
  const enums = Object.entries(allAttributes(facts)).filter(([, fact]) => fact.type === "enum");
  const parts = enums.map(([name, fact]) => {
    const type = pascalCase(name);
    const values = memberValues(fact);
    const known = values.map((value) => JSON.stringify(value)).join(" | ");
    const constants = values.map((value) => {
      const constant = `${constantCase(name)}_VALUE_${constantCase(value).replace(/^_/, "")}`;
      return `${doc(`Value of \`${name}\`.`)}export const ${constant} = ${JSON.stringify(value)};\n`;
    });
    return [
      doc(`Values of \`${name}\`; others are allowed.`),
      `export type ${type} = Open<${known}>;\n`,
      ...constants,
    ].join("");
  });
  return [
    HEADER,
    doc("A text for which some values are known to the conventions; any other is allowed too."),
    "export type Open<Known extends string> = Known | (string & {});\n",
    ...parts,
  ].join("\n");
}
