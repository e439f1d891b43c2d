import type { ConventionVersion } from "../../packages/semconv-genai/src/options.ts";
import { attributeStatements } from "./collector-attributes.ts";
import { downgradeMetrics, upgradeMetrics } from "./collector-metrics.ts";

/** The processors of a Collector configuration that bring GenAI telemetry to the names of a version. */
export function collectorFile(version: ConventionVersion): string {
  const metrics = version === "latest" ? upgradeMetrics() : downgradeMetrics();
  const on = (path: string): readonly string[] => attributeStatements(version, path);
  const names = processors(version).join(", ");
  return [
    ...HEAD.map((line) =>
      `# ${line}`.trimEnd().replaceAll("VERSION", version).replaceAll("NAMES", names),
    ),
    "processors:",
    "  transform/genai:",
    ...ERRORS,
    ...section("trace_statements", [on("span"), on("spanevent")]),
    ...section("log_statements", [on("log")]),
    ...section("metric_statements", [on("datapoint"), ...metrics.before]),
    "  filter/genai:",
    ...ERRORS,
    "    metrics:",
    ...listed("metric", metrics.dropMetrics),
    ...listed("datapoint", metrics.dropPoints),
    ...after(metrics.after),
    "",
  ].join("\n");
}

const HEAD = [
  "GenAI and MCP telemetry in the names of convention VERSION, whatever version it was written in.",
  "Generated from packages/semconv-genai by tools/semconv/main.ts; changes belong there.",
  "",
  "Use it beside a configuration of your own, and name its processors in each pipeline, before batch:",
  "",
  "  otelcol-contrib --config collector.yaml --config genai-to-VERSION.yaml",
  "  service.pipelines.<each>.processors: [memory_limiter, NAMES, batch]",
  "",
  "Pipelines of traces and logs need the first of them only. Needs the transform and filter processors of",
  "the contrib distribution, 0.120 or newer.",
];

const ERRORS = [
  "    # One record that cannot be changed is handed on as it is.",
  "    error_mode: ignore",
];

function processors(version: ConventionVersion): readonly string[] {
  const both = ["transform/genai", "filter/genai"];
  return version === "latest" ? [...both, "transform/genai_split"] : both;
}

function section(name: string, groups: readonly (readonly string[])[]): readonly string[] {
  return [`    ${name}:`, ...groups.flatMap(group)];
}

/** Statements of one group run for one record after the other, groups one after the other. */
function group(statements: readonly string[]): readonly string[] {
  return [
    "      - statements:",
    ...statements.map((statement) => `          - ${quoted(statement)}`),
  ];
}

function listed(name: string, conditions: readonly string[]): readonly string[] {
  if (conditions.length === 0) return [];
  return [`      ${name}:`, ...conditions.map((condition) => `        - ${quoted(condition)}`)];
}

function after(statements: readonly string[]): readonly string[] {
  if (statements.length === 0) return [];
  return ["  transform/genai_split:", ...ERRORS, ...section("metric_statements", [statements])];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
