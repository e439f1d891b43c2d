import { batchVariables } from "./batch-variables.ts";
import { contentVariables } from "./content-variables.ts";
import { exporterVariables, otlpMetricVariables } from "./exporter-variables.ts";
import { generalVariables, nodeVariables } from "./general-variables.ts";
import { instrumentationVariables } from "./instrumentation-variables.ts";
import { limitVariables } from "./limit-variables.ts";
import { otlpVariables } from "./otlp-variables.ts";
import { ownVariables, supersededVariables } from "./own-variables.ts";
import type { Variable } from "./variable.ts";

/** The name of a variable that the SDK reads. */
export type VariableName =
  | keyof typeof batchVariables
  | keyof typeof contentVariables
  | keyof typeof exporterVariables
  | keyof typeof generalVariables
  | keyof typeof instrumentationVariables
  | keyof typeof limitVariables
  | keyof typeof nodeVariables
  | keyof typeof otlpMetricVariables
  | keyof typeof otlpVariables
  | keyof typeof ownVariables
  | keyof typeof supersededVariables;

/** Rows of the table that belong together. */
interface VariableGroup {
  readonly title: string;
  readonly rows: Readonly<Partial<Record<VariableName, Variable>>>;
}

/** The groups in the order in which they are documented. */
export const variableGroups: readonly VariableGroup[] = [
  { title: "General", rows: { ...generalVariables, ...nodeVariables } },
  { title: "Exporters", rows: exporterVariables },
  { title: "OTLP", rows: { ...otlpVariables, ...otlpMetricVariables } },
  { title: "Batches", rows: batchVariables },
  { title: "Limits", rows: limitVariables },
  { title: "Instrumentation", rows: instrumentationVariables },
  { title: "Contents", rows: contentVariables },
  { title: "Of agent-otel alone", rows: ownVariables },
  { title: "Of older set-ups", rows: supersededVariables },
];

/**
 * Every variable that the SDK reads: the single source of the parser, of the documentation, of
 * `agent-otel config` and of the suggestions for misspelt names. Names and defaults follow the
 * OpenTelemetry specification unless the row says otherwise.
 */
export const variables: Readonly<Record<VariableName, Variable>> = {
  ...generalVariables,
  ...nodeVariables,
  ...exporterVariables,
  ...otlpVariables,
  ...otlpMetricVariables,
  ...batchVariables,
  ...limitVariables,
  ...instrumentationVariables,
  ...contentVariables,
  ...ownVariables,
  ...supersededVariables,
};

/** True for a name of the table. */
export function isVariableName(name: string): name is VariableName {
  return Object.hasOwn(variables, name);
}
