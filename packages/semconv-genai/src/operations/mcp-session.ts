import type { Context } from "@opentelemetry/api";
import { context } from "@opentelemetry/api";
import { errorType } from "../error-type.ts";
import {
  MCP_CLIENT_SESSION_DURATION,
  MCP_SERVER_SESSION_DURATION,
} from "../generated/metric-definitions.ts";
import type { MetricAttributes } from "../generated/metric-types.ts";
import { recordMetric } from "../record-metric.ts";

/** A running MCP session; it has a duration and no span. */
export interface McpSession {
  /** Tells what became known, such as the negotiated revision. */
  set(attributes: McpSessionAttributes): void;
  /** Records the duration; only the first call counts. */
  end(error?: unknown): void;
}

/** Attributes of a session. */
export type McpSessionAttributes = MetricAttributes["mcp.client.session.duration"];

/** Begins an MCP session: its end records `mcp.client.session.duration` or `mcp.server.session.duration`. */
export function startMcpSession(
  side: "client" | "server",
  attributes: McpSessionAttributes = {},
): McpSession {
  const startedAt = performance.now();
  const at: Context = context.active();
  let known = attributes;
  let ended = false;
  return {
    set: (more) => {
      known = { ...known, ...more };
    },
    end: (error) => {
      if (ended) return;
      ended = true;
      const failure = error === undefined ? {} : { "error.type": errorType(error) };
      const metric = side === "client" ? MCP_CLIENT_SESSION_DURATION : MCP_SERVER_SESSION_DURATION;
      const seconds = (performance.now() - startedAt) / 1000;
      recordMetric(metric, seconds, { ...known, ...failure }, { context: at });
    },
  };
}
