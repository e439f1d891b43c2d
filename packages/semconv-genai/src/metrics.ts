import {
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_TOKEN_TYPE,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_TOOL_TYPE,
  ATTR_MCP_METHOD_NAME,
  ATTR_MCP_PROTOCOL_VERSION,
  ATTR_NETWORK_PROTOCOL_NAME,
  ATTR_NETWORK_TRANSPORT,
  ATTR_RPC_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from "./attributes.ts";

/** A histogram of the conventions. */
export interface HistogramDefinition {
  readonly name: string;
  /** UCUM unit: `s` or an annotation such as `{token}`. */
  readonly unit: string;
  readonly description: string;
  readonly valueType: "int" | "double";
  /** Advised bucket boundaries, in the metric's unit. */
  readonly buckets: readonly number[];
  /** The only attributes a point may carry; all others of an operation are left out. */
  readonly attributes: readonly string[];
}

const CALL_SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const AGENT_SECONDS = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6];
const MCP_SECONDS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
];

const CALL_ATTRIBUTES = [
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
];
const MCP_ATTRIBUTES = [
  ATTR_MCP_METHOD_NAME,
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_MCP_PROTOCOL_VERSION,
  ATTR_NETWORK_PROTOCOL_NAME,
  ATTR_NETWORK_TRANSPORT,
  ATTR_RPC_RESPONSE_STATUS_CODE,
];

/** Time of one call to a model or an embedding service, failures included. */
export const METRIC_GEN_AI_CLIENT_OPERATION_DURATION: HistogramDefinition = {
  name: "gen_ai.client.operation.duration",
  unit: "s",
  description: "Duration of calls to generative AI providers",
  valueType: "double",
  buckets: CALL_SECONDS,
  attributes: [...CALL_ATTRIBUTES, ATTR_ERROR_TYPE],
};

/** Tokens of one call, a point for input and one for output. Cached and reasoning tokens are within them. */
export const METRIC_GEN_AI_CLIENT_TOKEN_USAGE: HistogramDefinition = {
  name: "gen_ai.client.token.usage",
  unit: "{token}",
  description: "Tokens used by calls to generative AI providers",
  valueType: "int",
  buckets: TOKENS,
  attributes: [...CALL_ATTRIBUTES, ATTR_GEN_AI_TOKEN_TYPE],
};

/** Time from a streaming request to its first chunk. */
export const METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK: HistogramDefinition = {
  name: "gen_ai.client.operation.time_to_first_chunk",
  unit: "s",
  description: "Time from a streaming request to the first chunk of its answer",
  valueType: "double",
  buckets: CALL_SECONDS,
  attributes: CALL_ATTRIBUTES,
};

/** Time of one whole run of an agent. */
export const METRIC_GEN_AI_INVOKE_AGENT_DURATION: HistogramDefinition = {
  name: "gen_ai.invoke_agent.duration",
  unit: "s",
  description: "Duration of agent runs",
  valueType: "double",
  buckets: AGENT_SECONDS,
  attributes: [ATTR_GEN_AI_AGENT_NAME, ATTR_GEN_AI_REQUEST_MODEL, ATTR_ERROR_TYPE],
};

/** Time of one tool call. */
export const METRIC_GEN_AI_EXECUTE_TOOL_DURATION: HistogramDefinition = {
  name: "gen_ai.execute_tool.duration",
  unit: "s",
  description: "Duration of tool calls",
  valueType: "double",
  buckets: CALL_SECONDS,
  attributes: [
    ATTR_GEN_AI_TOOL_NAME,
    ATTR_GEN_AI_TOOL_TYPE,
    ATTR_GEN_AI_AGENT_NAME,
    ATTR_ERROR_TYPE,
  ],
};

/** Time of one MCP request or notification, seen by its sender. */
export const METRIC_MCP_CLIENT_OPERATION_DURATION: HistogramDefinition = {
  name: "mcp.client.operation.duration",
  unit: "s",
  description: "Duration of MCP requests and notifications, seen by their sender",
  valueType: "double",
  buckets: MCP_SECONDS,
  attributes: [...MCP_ATTRIBUTES, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT],
};

/** Time of one MCP request or notification, seen by its receiver. */
export const METRIC_MCP_SERVER_OPERATION_DURATION: HistogramDefinition = {
  name: "mcp.server.operation.duration",
  unit: "s",
  description: "Duration of MCP requests and notifications, seen by their receiver",
  valueType: "double",
  buckets: MCP_SECONDS,
  attributes: MCP_ATTRIBUTES,
};
