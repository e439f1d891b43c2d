import {
  type ConfigurationReport,
  formatProblem,
  type VariableReport,
} from "@agent-otel/sdk/configuration";
import type { Output } from "../terminal/output.ts";

/** The configuration as lines for people: variables by group, then problems, then what would run. */
export function renderTable(
  { variables, problems, summary }: ConfigurationReport,
  { style }: Pick<Output, "style">,
): readonly string[] {
  const faulty = new Set(problems.map(({ variable }) => variable));
  const widths = {
    name: longest(variables.map(({ name }) => name)),
    value: Math.min(LONGEST_VALUE, longest(variables.map(({ value = "" }) => value))),
  };
  const lines: string[] = [];
  for (const [group, rows] of Map.groupBy(variables, (variable) => variable.group)) {
    lines.push("", style("bold", group));
    lines.push(
      ...rows.map((row) => renderRow(row, { widths, style, isFaulty: faulty.has(row.name) })),
    );
  }
  lines.push("");
  if (problems.length > 0) {
    lines.push(style("red", problems.length === 1 ? "1 problem" : `${problems.length} problems`));
    lines.push(...problems.map((problem) => `  ${formatProblem(problem)}`), "");
  }
  lines.push(summary);
  return lines.slice(lines[0] === "" ? 1 : 0);
}

const LONGEST_VALUE = 44;

interface RowContext {
  readonly widths: Readonly<Record<"name" | "value", number>>;
  readonly style: Output["style"];
  readonly isFaulty: boolean;
}

function renderRow(
  { name, value = "", origin, source }: VariableReport,
  { widths, style, isFaulty }: RowContext,
): string {
  const isDefault = origin === undefined || origin === "default";
  const from = source === undefined ? (origin ?? "") : `${origin} (${source})`;
  const mark = isFaulty ? style("red", "!") : " ";
  const cells = `${name.padEnd(widths.name)}  ${printable(value).padEnd(widths.value)}  ${from}`;
  return `${mark} ${isDefault && !isFaulty ? style("dim", cells.trimEnd()) : cells.trimEnd()}`;
}

/** A value of the environment may hold anything: a terminal gets none of its control characters. */
function printable(value: string): string {
  return value.replaceAll(/\p{C}/gu, "�");
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
