import type { Case } from "./case.ts";
import { familyOf } from "./cases.ts";
import type { Difference, Facet } from "./compare.ts";
import { defaultReasons, mayWithhold, reasons } from "./reasons.ts";
import { NOTHING_ARRIVES, RUNS_WELL } from "./describe-outcome.ts";
import type { Findings } from "./run-cases.ts";

/** The text of `docs/differences-from-upstream.md`. */
export function differencesPage({ defaults, differences }: Findings): string {
  return [
    ...head,
    "## Without any variable",
    "",
    "| what | NodeSDK | agent-otel | why |",
    "| --- | --- | --- | --- |",
    ...defaults.map(defaultRow),
    "",
    "## What a variable does otherwise",
    "",
    "| variable | value | NodeSDK | agent-otel | why |",
    "| --- | --- | --- | --- | --- |",
    ...differences.filter((difference) => !isOnlyTold(difference)).map(differenceRow),
    "",
    ...told,
    ...toldRows(differences.filter(isOnlyTold)),
    "",
  ].join("\n");
}

/** The rows of the findings that a page does not have. */
export function rowsMissingOn(
  page: string,
  { defaults, differences }: Findings,
): readonly string[] {
  const lines = page.split("\n");
  const whole = [
    ...defaults.map(defaultRow),
    ...differences.filter((difference) => !isOnlyTold(difference)).map(differenceRow),
  ];
  const told = differences.filter(isOnlyTold).filter(({ oneCase: { variable, value } }) => {
    return !lines.some(
      (line) => line.startsWith(`| ${code(variable)} |`) && line.includes(code(value)),
    );
  });
  return [...whole.filter((text) => !lines.includes(text)), ...toldRows(told)];
}

function defaultRow({ name, upstream, agentOtel }: Facet): string {
  return row([name, upstream, agentOtel, defaultReasons[name] ?? ""]);
}

function differenceRow({ oneCase, facets }: Difference): string {
  return row([
    code(oneCase.variable),
    describeValue(oneCase),
    facets.map(({ name, upstream }) => `${name}: ${shorten(upstream)}`).join("; "),
    facets.map(({ name, agentOtel }) => `${name}: ${shorten(agentOtel)}`).join("; "),
    reasons[familyOf(oneCase.variable)] ?? "",
  ]);
}

/** One row for each variable. */
function toldRows(differences: readonly Difference[]): readonly string[] {
  const variables = new Set(differences.map(({ oneCase }) => oneCase.variable));
  return [...variables].map((name) => {
    const values = differences
      .filter(({ oneCase }) => oneCase.variable === name)
      .map(({ oneCase }) => code(oneCase.value));
    return row([code(name), values.join(", ")]);
  });
}

/** What keeps the findings from becoming a page: differences without a reason. */
export function withoutReason({ defaults, differences }: Findings): readonly string[] {
  return [
    ...defaults.filter(({ name }) => defaultReasons[name] === undefined).map(defaultRow),
    ...differences
      .filter((difference) => !isOnlyTold(difference))
      .filter(({ oneCase }) => reasons[familyOf(oneCase.variable)] === undefined)
      .map(differenceRow),
  ];
}

/** Faults that no reason excuses: a crash, a hang, another exit code, a signal that only upstream delivers. */
export function harmful({ differences }: Findings): readonly string[] {
  return differences
    .filter(({ oneCase, facets }) =>
      facets.some((facet) => isHarmful(familyOf(oneCase.variable), facet)),
    )
    .map(differenceRow);
}

function isHarmful(family: string, { name, agentOtel }: Facet): boolean {
  if (name === "process") return agentOtel !== RUNS_WELL && family !== "AGENT_OTEL_STRICT";
  return agentOtel === NOTHING_ARRIVES && !mayWithhold.has(family);
}

/** Reasons for what is no difference any more. */
export function unusedReasons({ defaults, differences }: Findings): readonly string[] {
  const found = new Set([
    ...defaults.map(({ name }) => name),
    ...differences
      .filter((difference) => !isOnlyTold(difference))
      .map(({ oneCase }) => familyOf(oneCase.variable)),
  ]);
  const known = [...Object.keys(defaultReasons), ...Object.keys(reasons)];
  return known.filter((name) => !found.has(name));
}

/** True when both do the same and only agent-otel says that it was not what the value asked for. */
function isOnlyTold({ facets: [first, ...others] }: Difference): boolean {
  return (
    others.length === 0 &&
    first?.name === "stderr" &&
    first.upstream === "silent" &&
    first.agentOtel === "names the variable"
  );
}

function describeValue({ variable, value, beside }: Case): string {
  const around = Object.entries(beside)
    .filter(([name, text]) => name !== variable && text !== "<url>")
    .map(([name, text]) => code(`${name}=${text}`))
    .join(", ");
  return around === "" ? code(value) : `${code(value)} with ${around}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** As the user would write it. */
function code(text: string): string {
  const short = shorten(text);
  return `\`${short === "" || short.trim() !== short ? `"${short}"` : short}\``;
}

/** Cut when it is long; what cannot be seen is escaped. */
function shorten(text: string): string {
  const visible = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return visible.length > LONGEST ? `${visible.slice(0, LONGEST)}…` : visible;
}

const LONGEST = 80;

const head = [
  "# Differences from upstream",
  "",
  "What `@agent-otel/sdk/register` does otherwise than `new NodeSDK().start()` of `@opentelemetry/sdk-node`, with the same",
  "application and the same environment. Each row was measured: `pnpm differential` runs every variable of",
  "[configuration.md](configuration.md) with good values and with bad ones, once with each SDK, looks at what reaches a real",
  "OTLP receiver and at how the process fares, and writes this page. A difference without a reason makes it fail.",
  "",
  "`<url>` and `<port>` are the receiver's; the other names in angle brackets are files and servers of the test. NodeSDK was",
  "ended with `sdk.shutdown()` when the application was done; agent-otel ends by itself.",
  "",
];

const told = [
  "## What only agent-otel tells",
  "",
  "With these values both do the same, and it is not what the value asked for: a bad value that falls back to the default, or",
  "one that neither supports. agent-otel names variable and remedy in a line on stderr; NodeSDK says nothing unless",
  "`OTEL_LOG_LEVEL` is set.",
  "",
  "| variable | values |",
  "| --- | --- |",
];
