import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { PARTS, PROGRAMS, cachedFile } from "../programs.ts";
import type { Part } from "../programs.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { missingImages, whyNoDocker } from "./docker.ts";
import type { Service } from "./docker.ts";
import { inspectProgram } from "./inspect.ts";

/** A program to be started as a process of this machine. */
export interface FoundProgram {
  readonly from: "variable" | "PATH" | "cache";
  readonly file: string;
  readonly version: string;
  /** Configuration file for this version. */
  readonly config: string;
}

/** What runs each part, and how it was found. */
export interface FoundStack {
  /** Parts that run as processes. */
  readonly programs: Readonly<Partial<Record<Part, FoundProgram>>>;
  /** Services that run with Docker Compose. */
  readonly services: readonly Service[];
  /** Parts that neither are at hand. */
  readonly missing: readonly Part[];
  /** Why Docker is not used for a missing part; undefined when nothing is missing. */
  readonly withoutDocker: string | undefined;
  /** What was found and not taken, with the reason. */
  readonly notes: readonly string[];
}

/**
 * Finds Collector and Tempo, each in this order: the path in its variable, PATH, the cache, Docker
 * with the images at hand. Builds and downloads nothing.
 *
 * @throws {StackError} when a variable names a program that cannot be used
 */
export function findStack(settings: StackSettings): FoundStack {
  const notes: string[] = [];
  const collector = findProgram("collector", settings, notes);
  const tempo = findProgram("tempo", settings, notes);
  const programs = { ...(collector && { collector }), ...(tempo && { tempo }) };
  const missing = PARTS.filter((part) => !programs[part]);
  if (missing.length === 0) {
    return { programs, services: [], missing: [], withoutDocker: undefined, notes };
  }
  const services = servicesFor(missing);
  const withoutDocker = whyNoDocker(settings.env) ?? whyNoImages(services, settings);
  if (withoutDocker !== undefined) return { programs, services: [], missing, withoutDocker, notes };
  if (services.includes("collector") && tempo !== undefined) {
    notes.push("Tempo runs with Docker too: a Collector in a container cannot reach loopback.");
    return { programs: {}, services, missing: [], withoutDocker, notes };
  }
  return { programs, services, missing: [], withoutDocker, notes };
}

/** Services that stand in for missing programs. */
export function servicesFor(missing: readonly Part[]): readonly Service[] {
  return missing.includes("collector") ? ["collector", "tempo", "grafana"] : ["tempo", "grafana"];
}

/** Finds one program without Docker; adds to `notes` what was looked at and not taken. */
function findProgram(
  part: Part,
  settings: StackSettings,
  notes: string[],
): FoundProgram | undefined {
  const given = part === "collector" ? settings.collectorFile : settings.tempoFile;
  if (given !== undefined) return fromVariable(part, given, settings);
  for (const file of onPath(PROGRAMS[part].names, settings.env["PATH"] ?? "")) {
    const inspection = inspectProgram(part, file, settings);
    if ("usable" in inspection) return { from: "PATH", file, ...inspection.usable };
    notes.push(`Not used: ${inspection.unusable}.`);
  }
  const file = cachedFile(settings, part);
  if (!existsSync(file)) return undefined;
  const inspection = inspectProgram(part, file, settings);
  if ("usable" in inspection) return { from: "cache", file, ...inspection.usable };
  notes.push(`Not used: ${inspection.unusable}.`);
  return undefined;
}

function fromVariable(part: Part, file: string, settings: StackSettings): FoundProgram {
  const inspection = inspectProgram(part, file, settings);
  if ("usable" in inspection) return { from: "variable", file, ...inspection.usable };
  throw new StackError(
    `${PROGRAMS[part].variable}: ${inspection.unusable}.\n` +
      "Give the path of a program that can be run, or unset the variable to look elsewhere.",
  );
}

function onPath(names: readonly string[], path: string): readonly string[] {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter((file) => isExecutableFile(file));
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there or not ours to run: the search goes on.
    return false;
  }
}

function whyNoImages(services: readonly Service[], settings: StackSettings): string | undefined {
  const images = missingImages(services, settings.env);
  return images.length === 0 ? undefined : `Docker does not have ${images.join(", ")} yet`;
}
