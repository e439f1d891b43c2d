import {
  otlpVariableNames,
  type OtlpSetting,
  type OtlpVariableName,
  type Signal,
} from "../env/otlp-variables.ts";
import type { EnvReader } from "../env/reader.ts";

/**
 * The variable that decides on a setting of a signal: an option wins over the environment, and in each of
 * them the signal's own over the general one.
 */
export function strongest(
  reader: EnvReader,
  signal: Signal,
  setting: OtlpSetting,
): OtlpVariableName {
  const names = otlpVariableNames(signal, setting);
  const [, general] = names;
  return (
    names.find((name) => reader.origin(name) === "option") ??
    names.find((name) => reader.origin(name) === "environment") ??
    general
  );
}
