import type { Variable } from "../../packages/sdk/src/env/variable.ts";
import { variables } from "../../packages/sdk/src/env/variables.ts";

/** The text of `docs/configuration.md`: every variable that the SDK reads, from its own table. */
export function configurationPage(): string {
  return [...head, ...Object.entries(variables).map(row), ""].join("\n");
}

const head = [
  "# Configuration",
  "",
  "Every environment variable that `@agent-otel/sdk` reads. A value is trimmed; an empty one counts as unset; names in",
  "lists and choices are taken in any case. A bad value is one line on stderr that names the variable, what was expected",
  "and what is used instead, and it never stops the application.",
  "",
  "Options of `startTelemetry()` win over the environment, the environment over `.env` in the working directory (read by",
  "`@agent-otel/sdk/register`; a variable that is set, even to nothing, is not filled from it), and that over the default. An OTLP variable of one signal wins over the general one.",
  "",
  "| variable | values | default | what it does |",
  "| --- | --- | --- | --- |",
];

function row([name, variable]: [string, Variable]): string {
  const fallback = variable.default === undefined ? "" : `\`${variable.default}\``;
  return `| \`${name}\` | ${describeValues(variable)} | ${fallback} | ${variable.doc} |`;
}

function describeValues({ type, values, unit, secret }: Variable): string {
  const choices = values?.map((value) => `\`${value}\``).join(", ");
  const text = {
    boolean: "`true`, `false`",
    enum: choices ?? "",
    integer: unit === "ms" ? "milliseconds, from 1" : "a whole number, from 1",
    list: `list of ${choices}`,
    number: "0 to 1",
    pairs: "`key=value,key2=value2`",
    path: "path of a file",
    text: "text",
    url: "URL",
  }[type];
  return secret === true ? `${text}; never printed` : text;
}
