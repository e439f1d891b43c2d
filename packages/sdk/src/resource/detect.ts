import { ownVersion } from "../own-version.ts";
import {
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_VERSION,
  ATTR_TELEMETRY_DISTRO_NAME,
  ATTR_TELEMETRY_DISTRO_VERSION,
} from "@opentelemetry/semantic-conventions";
import type { DetectorName } from "../config/config.ts";
import { keepAttributes, type ResourceAttributes } from "./attributes.ts";
import { askCloud } from "./cloud.ts";
import { type CloudDetector, cloudDetectors } from "./cloud-detectors.ts";
import { localDetectors } from "./local-detectors.ts";
import { findService } from "./service.ts";

/** What the SDK says of the process by itself. */
export interface DetectedResource {
  /**
   * What is known now; a detector that answers late adds to it, and changes nothing that other detectors have said.
   * The same object until then.
   */
  readonly attributes: () => ResourceAttributes;
  /** Settles when every detector has answered or was given up (5 s); never rejects. */
  readonly settled: Promise<void>;
}

/**
 * Finds out about this process: always what the service and this SDK are, and what the named detectors know. What
 * they do not know is left out; one that fails is a warning by name. Never throws, and never waits for a detector
 * that asks a server.
 */
export function detectResource(
  detectors: readonly DetectorName[],
  report: { warn(message: string): void },
): DetectedResource {
  const local = { ...identity(), ...detectLocally(detectors, report) };
  const clouds = detectors
    .map((name) => cloudDetectors[name])
    .filter((cloud) => cloud !== undefined);
  return detectClouds(clouds, { local, report, limitMs: LIMIT_MS });
}

const LIMIT_MS = 5000;

function identity(): ResourceAttributes {
  const service = findService(process.argv[1], workingDirectory());
  return keepAttributes({
    [ATTR_SERVICE_NAME]: service?.name ?? "unknown_service:node",
    [ATTR_SERVICE_VERSION]: service?.version,
    [ATTR_TELEMETRY_DISTRO_NAME]: "agent-otel",
    [ATTR_TELEMETRY_DISTRO_VERSION]: ownVersion(),
  });
}

function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    // It has been removed under the process.
    return undefined;
  }
}

function detectLocally(
  detectors: readonly DetectorName[],
  report: { warn(message: string): void },
): ResourceAttributes {
  const found: ResourceAttributes[] = detectors.map((name) => {
    try {
      return keepAttributes(localDetectors[name]?.() ?? {});
    } catch (error) {
      report.warn(failure(name, error instanceof Error ? error.message : String(error)));
      return {};
    }
  });
  return Object.assign({}, ...found);
}

function failure(name: string, reason: string): string {
  return `resource detector ${name}: ${reason}; attributes that it has not given are left out.`;
}

/** Where the detection of clouds stands, and who is told. */
interface CloudDetection {
  readonly local: ResourceAttributes;
  readonly report: { warn(message: string): void };
  readonly limitMs: number;
}

/** Lets all `clouds` look around at once; for tests, with packages of their own and a limit they can wait for. */
export function detectClouds(
  clouds: readonly CloudDetector[],
  { local, report, limitMs }: CloudDetection,
): DetectedResource {
  let known = local;
  const answers: ResourceAttributes[] = clouds.map(() => ({}));
  const asked = clouds.map((cloud, index) =>
    askCloud(cloud, {
      found: (attributes) => {
        answers[index] = attributes;
        known = Object.assign({}, ...answers, local);
      },
      failed: (reason) => report.warn(failure(cloud.name, reason)),
      limitMs,
    }),
  );
  return { attributes: () => known, settled: Promise.all(asked).then(() => undefined) };
}
