import { optionVariables } from "../../packages/sdk/src/config/option-variables.ts";
import { LARGEST_INTEGER, type Variable } from "../../packages/sdk/src/env/variable.ts";
import { variableGroups } from "../../packages/sdk/src/env/variables.ts";

/** The text of `docs/configuration.md`: every variable that the SDK reads, from its own table. */
export function configurationPage(): string {
  const lines = [...head];
  for (const { title, rows } of variableGroups) {
    lines.push("", `## ${title}`, "");
    if (title === "OTLP") lines.push(perSignal, "");
    lines.push(
      "| variable | option | values | default | what it does |",
      "| --- | --- | --- | --- | --- |",
    );
    const shown = Object.entries(rows).filter(([name]) => !isForOneSignal(name));
    lines.push(...shown.map(row));
  }
  return [...lines, ""].join("\n");
}

const head = [
  "# Configuration",
  "",
  "Every environment variable that `@agent-otel/sdk` reads, and the option of `startTelemetry()` that says the same.",
  "`agent-otel config` shows what the variables of an environment come to, and where each value is from.",
  "",
  "**Precedence**: options of `startTelemetry()`, then the environment, then `.env` in the working directory (read by",
  "`@agent-otel/sdk/register`; a variable that is set, even to nothing, is not filled from it), then the default. An OTLP",
  "variable of one signal wins over the general one; an option for all signals wins over the variable of one.",
  "",
  "**Values** are trimmed; an empty one counts as unset; names in lists and choices are taken in any case. A bad value is one",
  "line on stderr that names the variable, what was expected, the nearest right value and what is used instead, and it never",
  "stops the application (unless `AGENT_OTEL_STRICT` is `true`): a bad endpoint exports nowhere, with a bad sampler nothing is",
  "recorded, one bad pair in a list is left out alone. Names that begin with `OTEL_` or `AGENT_OTEL_` and are not listed here",
  "are told too, except those of other languages and those that Kubernetes makes of services. Only `OTEL_LOG_LEVEL=none` silences",
  "these lines. At `OTEL_LOG_LEVEL=info` one line more tells what runs.",
  "",
  "**A file in place of variables**: with `OTEL_CONFIG_FILE` the other `OTEL_*` variables do not count, except those under",
  "Instrumentation; see [declarative configuration](declarative-configuration.md). Where this differs from OpenTelemetry's own",
  "NodeSDK, [differences from upstream](differences-from-upstream.md) says why.",
];

const perSignal =
  "Each of these exists for all signals, as written, and for one: `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT`, `OTEL_EXPORTER_OTLP_LOGS_ENDPOINT` and so on; as an option `traces.endpoint` and so on.";

function isForOneSignal(name: string): boolean {
  return (
    /^OTEL_EXPORTER_OTLP_(?:TRACES|METRICS|LOGS)_/.test(name) &&
    !/_(?:PREFERENCE|AGGREGATION)$/.test(name)
  );
}

const options = new Map<string, string>(
  [...optionVariables].map(([option, name]) => [name, option]),
);

function row([name, variable]: [string, Variable]): string {
  const { default: preset, doc, specification } = variable;
  const fallback = preset === undefined ? "" : `\`${preset}\``;
  const option = options.get(name);
  const title = specification === undefined ? `\`${name}\`` : `[\`${name}\`](${specification})`;
  const inCode = option === undefined ? "" : `\`${option}\``;
  return `| ${title} | ${inCode} | ${describeValues(variable)} | ${fallback} | ${doc} |`;
}

function describeValues(variable: Variable): string {
  const { type, values, unsupported, secret } = variable;
  const choices = list(values ?? []);
  const text = {
    boolean: "`true`, `false`",
    enum: choices,
    integer: describeInteger(variable),
    list: `list of ${choices}`,
    names: "list of names",
    number: "0 to 1",
    pairs: "`key=value,key2=value2`",
    path: "path of a file",
    text: "text",
    url: "URL",
  }[type];
  if (unsupported?.[0] === "any") return "not supported";
  const lacks = unsupported === undefined ? "" : `; not supported: ${list(unsupported)}`;
  return `${text}${lacks}${secret === true ? "; never printed" : ""}`;
}

function describeInteger({ unit, min = 1, max, zeroIsUnlimited }: Variable): string {
  const upTo = max === undefined || max === LARGEST_INTEGER ? "" : ` to ${max}`;
  const zero = zeroIsUnlimited === true ? "; 0: no limit" : "";
  return `${unit === "ms" ? "milliseconds" : "a whole number"}, from ${min}${upTo}${zero}`;
}

function list(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(", ");
}
