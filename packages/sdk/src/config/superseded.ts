import type { Signal } from "../env/otlp-variables.ts";
import type { EnvReader } from "../env/reader.ts";
import type { exporterNames } from "../env/values.ts";
import type { VariableName } from "../env/variables.ts";

// Variables of older set-ups that the specification does not know. They work, a standard variable wins
// over them, and one line for each names the standard variable to use.

type ExporterName = (typeof exporterNames)[Signal][number];

interface OldExporterOptions {
  readonly signal: Signal;
  /** The standard variable of the signal. */
  readonly variable: VariableName;
  /** True when the standard variable is set. */
  readonly isGiven: boolean;
}

/** The exporters that OTEL_TRACES_ENABLED, OTEL_OTLP_EXPORT and OTEL_CONSOLE_EXPORT ask for, if any is set. */
export function readOldExporters(
  reader: EnvReader,
  { signal, variable, isGiven }: OldExporterOptions,
): readonly ExporterName[] | undefined {
  const read = (name: VariableName): boolean | undefined => {
    const value = reader.boolean(name);
    if (value !== undefined) supersede(reader, { name, standard: variable, isGiven });
    return value;
  };
  const enabled = signal === "traces" ? read("OTEL_TRACES_ENABLED") : undefined;
  // The old set-up knew traces only: what it says of exporters is meant for them.
  const otlp = signal === "traces" ? read("OTEL_OTLP_EXPORT") : undefined;
  const console = signal === "traces" ? read("OTEL_CONSOLE_EXPORT") : undefined;
  if (enabled === false) return ["none"];
  if (otlp === undefined && console === undefined) return undefined;
  const names: ExporterName[] = otlp === false ? [] : ["otlp"];
  if (console === true) names.push("console");
  return names.length === 0 ? ["none"] : names;
}

/** The resource attributes that OTEL_ENVIRONMENT and OTEL_SERVICE_VERSION ask for. */
export function readOldAttributes(
  reader: EnvReader,
  standard: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (const [name, key] of oldAttributes) {
    const value = reader.text(name);
    if (value === undefined) continue;
    attributes[key] = value;
    supersede(reader, {
      name,
      standard: `OTEL_RESOURCE_ATTRIBUTES=${key}=…`,
      isGiven: standard[key] !== undefined,
    });
  }
  return attributes;
}

const oldAttributes = [
  ["OTEL_ENVIRONMENT", "deployment.environment.name"],
  ["OTEL_SERVICE_VERSION", "service.version"],
] as const satisfies readonly (readonly [VariableName, string])[];

function supersede(
  reader: EnvReader,
  { name, standard, isGiven }: { name: VariableName; standard: string; isGiven: boolean },
): void {
  reader.report({
    variable: name,
    expected: `the standard ${standard} in its place`,
    used: isGiven ? "that is set as well and wins" : "it works as before",
  });
}
