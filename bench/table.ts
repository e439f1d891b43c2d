import { type ContenderName, contenderNames } from "./contenders.ts";
import type { Budget, Verdict } from "./budgets.ts";
import type { Figure, ScenarioResult } from "./results.ts";

/** The figures of a scenario as a Markdown table: the median and, of several rounds, the range. */
export function scenarioTable({ name, title, metrics, figures }: ScenarioResult): string {
  const header = ["contender", ...metrics.map((metric) => metric.title)];
  const rows = contenderNames
    .filter((contender) => figures[contender] !== undefined)
    .map((contender) =>
      [contender as string].concat(
        metrics.map(({ id, digits }) => cell(figures[contender]?.[id], digits)),
      ),
    );
  return `### ${name}\n\n${title}\n\n${markdownTable([header, ...rows])}`;
}

/** What became of the promises as a Markdown table. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const header = ["promise", "scenario", "against", "limit", "ours", "outcome"];
  const rows = verdicts.map(({ budget, outcome, actual, against }) => [
    budget.name,
    budget.scenario,
    opponentText(budget, against),
    limitText(budget),
    actual === undefined ? "–" : String(Number(actual.toPrecision(3))),
    outcome === "missed" || outcome === "unclear" ? outcome.toUpperCase() : outcome,
  ]);
  return `### budgets\n\n${markdownTable([header, ...rows])}`;
}

function cell(figure: Figure | undefined, digits: number): string {
  if (figure === undefined) return "–";
  const [median, min, max] = [figure.median, figure.min, figure.max].map((value) =>
    value.toFixed(digits),
  );
  return min === max ? `${median}` : `${median} (${min}–${max})`;
}

function opponentText({ as, against }: Budget, found: ContenderName | undefined): string {
  if (against === undefined) return "–";
  const sign = as === "ratio" ? "÷" : "−";
  return found === undefined || found === against
    ? `${sign} ${against}`
    : `${sign} ${found}, the ${against}`;
}

function limitText({ max, min }: Budget): string {
  return max === undefined ? `≥ ${min}` : `≤ ${max}`;
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    line(row.map((text, column) => text.padEnd(widths[column] ?? 0))),
  );
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
