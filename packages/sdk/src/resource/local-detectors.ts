import { randomUUID } from "node:crypto";
import { arch, hostname, platform, release } from "node:os";
import { basename } from "node:path";
import { ATTR_CONTAINER_ID, ATTR_SERVICE_INSTANCE_ID } from "@opentelemetry/semantic-conventions";
import type { DetectorName } from "../config/config.ts";
import { detectContainerId } from "./container.ts";

/**
 * The detectors that answer at once, by the name that OTEL_NODE_RESOURCE_DETECTORS gives them. Left out on purpose,
 * because they may hold secrets or tell more than a trace needs: command-line arguments, the owner of the process,
 * paths and the host's machine id.
 */
export const localDetectors: Readonly<Partial<Record<DetectorName, () => object>>> = {
  host: () => ({ "host.name": hostname(), "host.arch": hostArchitecture(arch()) }),
  os: () => ({ "os.type": osType(platform()), "os.version": release() }),
  process: () => ({
    "process.pid": process.pid,
    "process.executable.name": basename(process.execPath),
    "process.runtime.name": "nodejs",
    "process.runtime.version": process.versions.node,
    "process.runtime.description": "Node.js",
  }),
  container: () => ({ [ATTR_CONTAINER_ID]: detectContainerId() }),
  serviceinstance: () => ({ [ATTR_SERVICE_INSTANCE_ID]: randomUUID() }),
};

/** The names of the conventions where they are not Node's: https://opentelemetry.io/docs/specs/semconv/resource/host/ */
export function hostArchitecture(name: string): string {
  return architectures[name] ?? name;
}

const architectures: Readonly<Record<string, string>> = {
  x64: "amd64",
  ia32: "x86",
  arm: "arm32",
  ppc: "ppc32",
};

/** https://opentelemetry.io/docs/specs/semconv/resource/os/ */
export function osType(name: string): string {
  return osTypes[name] ?? name;
}

const osTypes: Readonly<Record<string, string>> = {
  win32: "windows",
  cygwin: "windows",
  sunos: "solaris",
  android: "linux",
};
