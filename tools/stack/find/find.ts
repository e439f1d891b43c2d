import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { PROGRAMS, cachedFile, titlesOf } from "../programs.ts";
import type { Part, ProgramName, Service } from "../programs.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { missingImages, whyNoDocker } from "./docker.ts";
import { inspectProgram } from "./inspect.ts";

/** A program to be started as a process of this machine. */
export interface FoundProgram {
  readonly from: "variable" | "PATH" | "cache";
  readonly file: string;
  readonly version: string;
  /** Configuration files for this version, later ones over earlier ones. */
  readonly configs: readonly string[];
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
 * Finds the parts of the stack, each in this order: the path in its variable, PATH, the cache, Docker
 * with the images at hand. Builds and downloads nothing.
 *
 * @throws {StackError} when a variable names a program that cannot be used
 */
export function findStack(settings: StackSettings): FoundStack {
  const notes: string[] = [];
  const programs: Partial<Record<Part, FoundProgram>> = {};
  for (const part of settings.parts) {
    const program = findProgram(part, settings, notes);
    if (program !== undefined) programs[part] = program;
  }
  const missing = settings.parts.filter((part) => programs[part] === undefined);
  if (missing.length === 0) {
    return { programs, services: [], missing: [], withoutDocker: undefined, notes };
  }
  const services = servicesFor(missing, settings);
  const withoutDocker = whyNoDocker(settings.env) ?? whyNoImages(services, settings);
  if (withoutDocker !== undefined) return { programs, services: [], missing, withoutDocker, notes };
  const moved = settings.parts.filter((part) => programs[part] && services.includes(part));
  if (moved.length > 0) {
    const verb = moved.length === 1 ? "runs" : "run";
    notes.push(
      `${titlesOf(moved)} ${verb} with Docker too: a container cannot reach the loopback of the machine.`,
    );
    return { programs: {}, services, missing: [], withoutDocker, notes };
  }
  return { programs, services, missing: [], withoutDocker, notes };
}

/**
 * Services that stand in for missing programs. Collector and Prometheus both ask or tell the other parts: in a container
 * they need them in containers.
 */
export function servicesFor(
  missing: readonly Part[],
  { parts }: Pick<StackSettings, "parts">,
): readonly Service[] {
  const needsAll = missing.includes("collector") || missing.includes("prometheus");
  return [...(needsAll ? parts : missing), "grafana"];
}

/** Finds one program without Docker; adds to `notes` what was looked at and not taken. */
export function findProgram(
  part: ProgramName,
  settings: StackSettings,
  notes: string[],
): FoundProgram | undefined {
  const given = settings.files[part];
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

function fromVariable(part: ProgramName, file: string, settings: StackSettings): FoundProgram {
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
