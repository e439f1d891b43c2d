import { join } from "node:path";
import { loadDotenvFile } from "./dotenv-file.ts";
import type { Problem } from "./env/problem.ts";
import type { Environment, Setting } from "./env/reader.ts";
import { variableGroups } from "./env/variables.ts";
import { readSettings, type Settings } from "./read-settings.ts";
import { findService } from "./resource/service.ts";
import { describeStart } from "./start-line.ts";

/** Where a value comes from, the strongest first. */
export type ValueOrigin = "option" | "environment" | ".env" | "file" | "default";

/** What counts for one variable. */
export interface VariableReport {
  readonly name: string;
  /** The heading under which it is documented. */
  readonly group: string;
  /** Ready to print, credentials masked; absent when there is no value. */
  readonly value?: string;
  /** Absent when there is no value. */
  readonly origin?: ValueOrigin;
  /** The variable that the value was taken from, when it is another one. */
  readonly source?: string;
  readonly doc: string;
}

/** What the SDK would do. */
export interface ConfigurationReport {
  readonly variables: readonly VariableReport[];
  readonly problems: readonly Problem[];
  /** The start-up line: who sends what where. */
  readonly summary: string;
}

/**
 * What the SDK would do in `directory` with the environment `env`, without starting anything: the same
 * reading as `@agent-otel/sdk/register` does, `.env` and OTEL_CONFIG_FILE included. `env` is not changed.
 */
export function describeConfiguration({
  env,
  directory,
}: {
  readonly env: Environment;
  readonly directory: string;
}): ConfigurationReport {
  const merged: NodeJS.ProcessEnv = { ...env };
  const fileProblems = loadDotenvFile(join(directory, ".env"), merged);
  const settings = readSettings(merged, {});
  const isFromDotenv = (name: string): boolean => env[name] === undefined;
  const service = findService(undefined, directory);
  const resource: Record<string, string> = {
    "service.name": service?.name ?? "unknown_service:node",
    ...(service?.version === undefined ? {} : { "service.version": service.version }),
    ...settings.config.resource,
  };
  return {
    variables: variableGroups.flatMap(({ title: group, rows }) =>
      Object.entries(rows).map(([name, { doc }]) =>
        Object.assign({ name, group, doc }, find(settings, name, isFromDotenv)),
      ),
    ),
    problems: [...fileProblems, ...settings.problems],
    summary: settings.config.disabled
      ? "telemetry is off: nothing is recorded and nothing is sent."
      : describeStart({ ...settings, resource }),
  };
}

type Found = Pick<VariableReport, "origin" | "source" | "value">;

function find(
  { settings, file }: Settings,
  name: string,
  isFromDotenv: (name: string) => boolean,
): Found {
  const inFile = file?.settings.get(name);
  if (inFile !== undefined) return { value: inFile, origin: "file" };
  const setting: Setting | undefined = new Map<string, Setting>(settings).get(name);
  // What a declarative configuration leaves open is its own default, and not that of the variable.
  if (setting === undefined || (file !== undefined && setting.origin === "default")) return {};
  const { value, origin, source } = setting;
  const decides: string = source ?? name;
  return {
    value,
    origin: origin === "environment" && isFromDotenv(decides) ? ".env" : origin,
    ...(source === undefined || origin === "default" ? {} : { source }),
  };
}
