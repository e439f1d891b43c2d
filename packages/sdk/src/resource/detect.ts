import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_VERSION,
  ATTR_TELEMETRY_DISTRO_NAME,
} from "@opentelemetry/semantic-conventions";
import { findService } from "./service.ts";

/**
 * What the SDK says of the process by itself. Left out on purpose, because they may hold secrets or tell
 * more than a trace needs: command-line arguments, the owner, paths and the host's machine id.
 */
export function detectResource(): Readonly<Record<string, string | number>> {
  const service = findService(process.argv[1], process.cwd());
  return {
    [ATTR_SERVICE_NAME]: service?.name ?? "unknown_service:node",
    ...(service?.version === undefined ? {} : { [ATTR_SERVICE_VERSION]: service.version }),
    "service.instance.id": randomUUID(),
    [ATTR_TELEMETRY_DISTRO_NAME]: "agent-otel",
    "host.name": hostname(),
    "process.pid": process.pid,
    "process.runtime.name": "nodejs",
    "process.runtime.version": process.versions.node,
  };
}
