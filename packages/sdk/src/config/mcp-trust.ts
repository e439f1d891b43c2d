import type { EnvReader } from "../env/reader.ts";
import { mcpTrusts } from "../env/values.ts";
import type { TelemetryConfig } from "./config.ts";
import { withoutNone } from "./without-none.ts";

/** Over which transports MCP peers are trusted. */
export function readMcpTrust(reader: EnvReader): TelemetryConfig["mcpTrust"] {
  const variable = "AGENT_OTEL_MCP_TRUST";
  const named = reader.list(variable, mcpTrusts) ?? ["stdio" as const];
  return withoutNone(reader, variable, named);
}
