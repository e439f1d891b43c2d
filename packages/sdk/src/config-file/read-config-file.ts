import { resolve } from "node:path";
import type { ConfigurationModel } from "@opentelemetry/configuration";
import { formatProblem, type Problem } from "../env/problem.ts";
import type { Environment } from "../env/reader.ts";
import { checkSchema } from "./check-schema.ts";
import { describeSettings } from "./describe-settings.ts";
import { type Fault, formatPath } from "./fault.ts";
import { readFileText } from "./file-text.ts";
import { checkFormat } from "./format-version.ts";
import { type ParsedYaml, parseYaml } from "./parse-yaml.ts";
import { prepareModel } from "./prepare-model.ts";
import { checkShape, isMapping } from "./shape.ts";
import { supported } from "./supported.ts";
import { findVoidVariables } from "./void-variables.ts";

/** A declarative configuration, read and checked. */
export interface ConfigFile {
  readonly path: string;
  /** What runs; undefined when the file is missing or invalid: telemetry is then off, and `problems` says why. */
  readonly model: ConfigurationModel | undefined;
  readonly problems: readonly Problem[];
  /** What the file says in terms of variables; headers are not part of it. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Reads the file of OTEL_CONFIG_FILE: YAML or JSON of schema 1.x of the declarative configuration, with
 * references to variables of `env`. Never throws; `env` is not changed. The parser and the schema are loaded
 * by this call and not before.
 *
 * @param path Relative paths start at the working directory.
 */
export function readConfigFile(path: string, env: Environment): ConfigFile {
  try {
    return read(path, env);
  } catch (error) {
    const expected = "a declarative configuration that can be read";
    const reason = error instanceof Error ? error.name : "an error";
    return invalid(path, [{ variable: VARIABLE, expected, used: `${OFF} (${reason})` }]);
  }
}

const VARIABLE = "OTEL_CONFIG_FILE";
const OFF = "telemetry is off";

function read(path: string, env: Environment): ConfigFile {
  const file = readFileText(resolve(path));
  if ("fault" in file) {
    const expected = "the path of a readable YAML file of at most 256 kB";
    const used = `${OFF} (${file.fault})`;
    return invalid(path, [{ variable: VARIABLE, expected, found: path, used }]);
  }
  const yaml = parseYaml(file.text, env);
  const faults = yaml.faults.length > 0 ? yaml.faults : check(yaml.value);
  const problems = distinct(faults.map((fault) => toProblem(fault, yaml)));
  if (!isMapping(yaml.value) || faults.some(({ used }) => used === undefined)) {
    return invalid(path, problems);
  }
  const model = prepareModel(yaml.value, env);
  return {
    path,
    model,
    problems: [...problems, ...findVoidVariables(env, referencesOf(yaml, model))],
    settings: describeSettings(model),
  };
}

function invalid(path: string, problems: readonly Problem[]): ConfigFile {
  return { path, model: undefined, problems, settings: new Map() };
}

function check(value: unknown): readonly Fault[] {
  if (!isMapping(value)) {
    return [{ path: [], expected: 'a mapping that begins with file_format: "1.1"' }];
  }
  const format = checkFormat(value["file_format"]);
  if (format.some(({ used }) => used === undefined)) return format;
  return [...format, ...checkSchema(value, supported), ...checkShape(value, supported)];
}

function toProblem(fault: Fault & { readonly line?: number }, yaml: ParsedYaml): Problem {
  const { path, expected, suggestion, secret = false, used = OFF } = fault;
  const { line = fault.line, found } = yaml.locate(path);
  const place = path.length === 0 ? "" : ` ${formatPath(path)}`;
  const where = line === undefined ? "" : ` (line ${line})`;
  return {
    variable: `${VARIABLE}${place}${where}`,
    expected,
    ...(found === undefined || secret || found.includes("-----BEGIN") ? {} : { found }),
    ...(suggestion === undefined ? {} : { suggestion }),
    used,
  };
}

/** The schema and the list of what is supported may find the same fault: the first stands. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const key = problem.used === OFF ? problem.variable : formatProblem(problem);
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}

/** The detector of the service reads one variable by itself. */
function referencesOf(yaml: ParsedYaml, model: ConfigurationModel): ReadonlySet<string> {
  const detectors = model.resource?.["detection/development"]?.detectors ?? [];
  const isAsked = detectors.some((detector) => "service" in detector);
  return isAsked ? new Set([...yaml.references, "OTEL_SERVICE_NAME"]) : yaml.references;
}
