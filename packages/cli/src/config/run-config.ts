import {
  type ConfigurationReport,
  describeConfiguration,
  formatProblem,
} from "@agent-otel/sdk/configuration";
import type { Output } from "../terminal/output.ts";
import { renderTable } from "./render-table.ts";

/** What `agent-otel config` is asked for. */
export interface ConfigRequest {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `.env` and the package.json are looked for. */
  readonly directory: string;
  readonly json: boolean;
  /** Show only what is not a default. */
  readonly set: boolean;
}

/** Prints the effective configuration; returns the exit code: 1 with problems, 0 without. */
export function runConfig({ env, directory, json, set }: ConfigRequest, output: Output): 0 | 1 {
  const report = describeConfiguration({ env, directory });
  const shown = set ? withoutDefaults(report) : report;
  output.write(json ? [toJson(shown)] : renderTable(shown, output));
  return report.problems.length === 0 ? 0 : 1;
}

function withoutDefaults(report: ConfigurationReport): ConfigurationReport {
  const variables = report.variables.filter(
    ({ origin }) => origin !== undefined && origin !== "default",
  );
  return { ...report, variables };
}

function toJson({ variables, problems, summary }: ConfigurationReport): string {
  const lines = problems.map((problem) => ({ ...problem, message: formatProblem(problem) }));
  return JSON.stringify({ summary, variables, problems: lines }, null, 2);
}
