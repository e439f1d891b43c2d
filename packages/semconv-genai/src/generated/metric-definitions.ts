// Generated from src/facts by tools/semconv/main.ts; changes belong there.

import type { MetricDefinition } from "../definitions.ts";

/** Duration of calls that turn input into vectors: the definition of the metric. */
export const GEN_AI_CLIENT_EMBEDDINGS_DURATION: MetricDefinition<"gen_ai.client.embeddings.duration"> =
  {
    name: "gen_ai.client.embeddings.duration",
    instrument: "histogram",
    unit: "s",
    description: "Duration of calls that turn input into vectors",
    valueType: "double",
    buckets: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: {
      "error.type": "if_error",
      "gen_ai.request.model": "if_available",
      "server.port": "if_server_address_set",
    },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Input tokens of each call that turns input into vectors: the definition of the metric. */
export const GEN_AI_CLIENT_EMBEDDINGS_OPERATION_INPUT_TOKENS: MetricDefinition<"gen_ai.client.embeddings.operation.input_tokens"> =
  {
    name: "gen_ai.client.embeddings.operation.input_tokens",
    instrument: "histogram",
    unit: "{token}",
    description: "Input tokens of each call that turns input into vectors",
    valueType: "int",
    buckets: [
      1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
    ],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Duration of calls to models: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_DURATION: MetricDefinition<"gen_ai.client.inference.duration"> =
  {
    name: "gen_ai.client.inference.duration",
    instrument: "histogram",
    unit: "s",
    description: "Duration of calls to models",
    valueType: "double",
    buckets: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: {
      "error.type": "if_error",
      "gen_ai.request.model": "if_available",
      "server.port": "if_server_address_set",
    },
    recommended: {
      "gen_ai.response.model": "",
      "server.address": "",
      "openai.response.service_tier": "",
      "openai.response.system_fingerprint": "",
    },
    optIn: [],
  };

/** Input tokens of each call to a model, cached ones included: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_OPERATION_INPUT_TOKENS: MetricDefinition<"gen_ai.client.inference.operation.input_tokens"> =
  {
    name: "gen_ai.client.inference.operation.input_tokens",
    instrument: "histogram",
    unit: "{token}",
    description: "Input tokens of each call to a model, cached ones included",
    valueType: "int",
    buckets: [
      1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
    ],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: {
      "gen_ai.response.model": "",
      "server.address": "",
      "openai.response.service_tier": "",
      "openai.response.system_fingerprint": "",
    },
    optIn: [],
  };

/** Output tokens of each call to a model, reasoning included: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_OPERATION_OUTPUT_TOKENS: MetricDefinition<"gen_ai.client.inference.operation.output_tokens"> =
  {
    name: "gen_ai.client.inference.operation.output_tokens",
    instrument: "histogram",
    unit: "{token}",
    description: "Output tokens of each call to a model, reasoning included",
    valueType: "int",
    buckets: [
      1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
    ],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: {
      "gen_ai.response.model": "",
      "server.address": "",
      "openai.response.service_tier": "",
      "openai.response.system_fingerprint": "",
    },
    optIn: [],
  };

/** Time between two chunks of a streamed answer: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_TIME_PER_OUTPUT_CHUNK: MetricDefinition<"gen_ai.client.inference.time_per_output_chunk"> =
  {
    name: "gen_ai.client.inference.time_per_output_chunk",
    instrument: "histogram",
    unit: "s",
    description: "Time between two chunks of a streamed answer",
    valueType: "double",
    buckets: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Time from a streaming request to the first chunk of its answer: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_TIME_TO_FIRST_CHUNK: MetricDefinition<"gen_ai.client.inference.time_to_first_chunk"> =
  {
    name: "gen_ai.client.inference.time_to_first_chunk",
    instrument: "histogram",
    unit: "s",
    description: "Time from a streaming request to the first chunk of its answer",
    valueType: "double",
    buckets: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Input tokens that a provider's cache served, part of the input tokens: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_READ_INPUT_TOKENS: MetricDefinition<"gen_ai.client.inference.usage.cache_read.input_tokens"> =
  {
    name: "gen_ai.client.inference.usage.cache_read.input_tokens",
    instrument: "counter",
    unit: "{token}",
    description: "Input tokens that a provider's cache served, part of the input tokens",
    valueType: "int",
    buckets: [],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.token.modality"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: {
      "gen_ai.response.model": "",
      "server.address": "",
      "openai.response.service_tier": "",
      "openai.response.system_fingerprint": "",
    },
    optIn: [],
  };

/** Input tokens written to a provider's cache, part of the input tokens: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_WRITE_INPUT_TOKENS: MetricDefinition<"gen_ai.client.inference.usage.cache_write.input_tokens"> =
  {
    name: "gen_ai.client.inference.usage.cache_write.input_tokens",
    instrument: "counter",
    unit: "{token}",
    description: "Input tokens written to a provider's cache, part of the input tokens",
    valueType: "int",
    buckets: [],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.token.modality"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: {
      "gen_ai.response.model": "",
      "server.address": "",
      "openai.response.service_tier": "",
      "openai.response.system_fingerprint": "",
    },
    optIn: [],
  };

/** Input tokens used, cached ones included: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_USAGE_INPUT_TOKENS: MetricDefinition<"gen_ai.client.inference.usage.input_tokens"> =
  {
    name: "gen_ai.client.inference.usage.input_tokens",
    instrument: "counter",
    unit: "{token}",
    description: "Input tokens used, cached ones included",
    valueType: "int",
    buckets: [],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.token.modality"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: {
      "gen_ai.response.model": "",
      "server.address": "",
      "openai.response.service_tier": "",
      "openai.response.system_fingerprint": "",
    },
    optIn: [],
  };

/** Output tokens used, reasoning included: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_USAGE_OUTPUT_TOKENS: MetricDefinition<"gen_ai.client.inference.usage.output_tokens"> =
  {
    name: "gen_ai.client.inference.usage.output_tokens",
    instrument: "counter",
    unit: "{token}",
    description: "Output tokens used, reasoning included",
    valueType: "int",
    buckets: [],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.token.modality"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: {
      "gen_ai.response.model": "",
      "server.address": "",
      "openai.response.service_tier": "",
      "openai.response.system_fingerprint": "",
    },
    optIn: [],
  };

/** Output tokens spent on reasoning, part of the output tokens: the definition of the metric. */
export const GEN_AI_CLIENT_INFERENCE_USAGE_REASONING_OUTPUT_TOKENS: MetricDefinition<"gen_ai.client.inference.usage.reasoning.output_tokens"> =
  {
    name: "gen_ai.client.inference.usage.reasoning.output_tokens",
    instrument: "counter",
    unit: "{token}",
    description: "Output tokens spent on reasoning, part of the output tokens",
    valueType: "int",
    buckets: [],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.token.modality"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: {
      "gen_ai.response.model": "",
      "server.address": "",
      "openai.response.service_tier": "",
      "openai.response.system_fingerprint": "",
    },
    optIn: [],
  };

/** Duration of calls to generative AI providers: the definition of the metric. */
export const GEN_AI_CLIENT_OPERATION_DURATION: MetricDefinition<"gen_ai.client.operation.duration"> =
  {
    name: "gen_ai.client.operation.duration",
    instrument: "histogram",
    unit: "s",
    description: "Duration of calls to generative AI providers",
    valueType: "double",
    buckets: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name"],
    conditional: {
      "error.type": "if_error",
      "gen_ai.provider.name": "if_calls_genai_provider",
      "gen_ai.request.model": "if_available",
      "server.port": "if_server_address_set",
    },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Time between two chunks of a streamed answer: the definition of the metric. */
export const GEN_AI_CLIENT_OPERATION_TIME_PER_OUTPUT_CHUNK: MetricDefinition<"gen_ai.client.operation.time_per_output_chunk"> =
  {
    name: "gen_ai.client.operation.time_per_output_chunk",
    instrument: "histogram",
    unit: "s",
    description: "Time between two chunks of a streamed answer",
    valueType: "double",
    buckets: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    stability: "development",
    level: "recommended",
    until: "1.41",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Time from a streaming request to the first chunk of its answer: the definition of the metric. */
export const GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK: MetricDefinition<"gen_ai.client.operation.time_to_first_chunk"> =
  {
    name: "gen_ai.client.operation.time_to_first_chunk",
    instrument: "histogram",
    unit: "s",
    description: "Time from a streaming request to the first chunk of its answer",
    valueType: "double",
    buckets: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    stability: "development",
    level: "recommended",
    until: "1.41",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Tokens used by calls to generative AI providers: the definition of the metric. */
export const GEN_AI_CLIENT_TOKEN_USAGE: MetricDefinition<"gen_ai.client.token.usage"> = {
  name: "gen_ai.client.token.usage",
  instrument: "histogram",
  unit: "{token}",
  description: "Tokens used by calls to generative AI providers",
  valueType: "int",
  buckets: [
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
  ],
  stability: "development",
  level: "recommended",
  until: "1.41",
  required: ["gen_ai.token.type", "gen_ai.operation.name", "gen_ai.provider.name"],
  conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
  recommended: { "gen_ai.response.model": "", "server.address": "" },
  optIn: [],
};

/** Duration of tool calls: the definition of the metric. */
export const GEN_AI_EXECUTE_TOOL_DURATION: MetricDefinition<"gen_ai.execute_tool.duration"> = {
  name: "gen_ai.execute_tool.duration",
  instrument: "histogram",
  unit: "s",
  description: "Duration of tool calls",
  valueType: "double",
  buckets: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
  stability: "development",
  level: "recommended",
  required: ["gen_ai.tool.name"],
  conditional: { "error.type": "if_error", "gen_ai.agent.name": "if_applicable" },
  recommended: { "gen_ai.tool.type": "if_available" },
  optIn: [],
};

/** Duration of agent runs: the definition of the metric. */
export const GEN_AI_INVOKE_AGENT_DURATION: MetricDefinition<"gen_ai.invoke_agent.duration"> = {
  name: "gen_ai.invoke_agent.duration",
  instrument: "histogram",
  unit: "s",
  description: "Duration of agent runs",
  valueType: "double",
  buckets: [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6],
  stability: "development",
  level: "recommended",
  required: [],
  conditional: { "error.type": "if_error", "gen_ai.agent.name": "if_available" },
  recommended: { "gen_ai.request.model": "if_applicable" },
  optIn: [],
};

/** Calls to models within one agent run: the definition of the metric. */
export const GEN_AI_INVOKE_AGENT_INFERENCE_CALLS: MetricDefinition<"gen_ai.invoke_agent.inference_calls"> =
  {
    name: "gen_ai.invoke_agent.inference_calls",
    instrument: "histogram",
    unit: "{inference_call}",
    description: "Calls to models within one agent run",
    valueType: "int",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    stability: "development",
    level: "unset",
    required: [],
    conditional: {},
    recommended: { "gen_ai.agent.name": "" },
    optIn: [],
  };

/** Tool calls within one agent run: the definition of the metric. */
export const GEN_AI_INVOKE_AGENT_TOOL_CALLS: MetricDefinition<"gen_ai.invoke_agent.tool_calls"> = {
  name: "gen_ai.invoke_agent.tool_calls",
  instrument: "histogram",
  unit: "{tool_call}",
  description: "Tool calls within one agent run",
  valueType: "int",
  buckets: [1, 2, 4, 8, 16, 32, 64, 128],
  stability: "development",
  level: "unset",
  required: [],
  conditional: {},
  recommended: { "gen_ai.agent.name": "" },
  optIn: [],
};

/** Duration of workflow runs: the definition of the metric. */
export const GEN_AI_INVOKE_WORKFLOW_DURATION: MetricDefinition<"gen_ai.invoke_workflow.duration"> =
  {
    name: "gen_ai.invoke_workflow.duration",
    instrument: "histogram",
    unit: "s",
    description: "Duration of workflow runs",
    valueType: "double",
    buckets: [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200],
    stability: "development",
    level: "recommended",
    required: [],
    conditional: { "error.type": "if_error", "gen_ai.workflow.name": "if_available" },
    recommended: {},
    optIn: [],
  };

/** Duration of requests, seen by the server of the model: the definition of the metric. */
export const GEN_AI_SERVER_REQUEST_DURATION: MetricDefinition<"gen_ai.server.request.duration"> = {
  name: "gen_ai.server.request.duration",
  instrument: "histogram",
  unit: "s",
  description: "Duration of requests, seen by the server of the model",
  valueType: "double",
  buckets: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
  stability: "development",
  level: "recommended",
  required: ["gen_ai.operation.name", "gen_ai.provider.name"],
  conditional: {
    "error.type": "if_error",
    "gen_ai.request.model": "if_available",
    "server.port": "if_server_address_set",
  },
  recommended: { "gen_ai.response.model": "", "server.address": "" },
  optIn: [],
};

/** Time per output token after the first, seen by the server of the model: the definition of the metric. */
export const GEN_AI_SERVER_TIME_PER_OUTPUT_TOKEN: MetricDefinition<"gen_ai.server.time_per_output_token"> =
  {
    name: "gen_ai.server.time_per_output_token",
    instrument: "histogram",
    unit: "s",
    description: "Time per output token after the first, seen by the server of the model",
    valueType: "double",
    buckets: [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Time to the first output token, seen by the server of the model: the definition of the metric. */
export const GEN_AI_SERVER_TIME_TO_FIRST_TOKEN: MetricDefinition<"gen_ai.server.time_to_first_token"> =
  {
    name: "gen_ai.server.time_to_first_token",
    instrument: "histogram",
    unit: "s",
    description: "Time to the first output token, seen by the server of the model",
    valueType: "double",
    buckets: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    stability: "development",
    level: "recommended",
    required: ["gen_ai.operation.name", "gen_ai.provider.name"],
    conditional: { "gen_ai.request.model": "if_available", "server.port": "if_server_address_set" },
    recommended: { "gen_ai.response.model": "", "server.address": "" },
    optIn: [],
  };

/** Duration of MCP requests and notifications, seen by their sender: the definition of the metric. */
export const MCP_CLIENT_OPERATION_DURATION: MetricDefinition<"mcp.client.operation.duration"> = {
  name: "mcp.client.operation.duration",
  instrument: "histogram",
  unit: "s",
  description: "Duration of MCP requests and notifications, seen by their sender",
  valueType: "double",
  buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
  stability: "development",
  level: "recommended",
  required: ["mcp.method.name"],
  conditional: {
    "error.type": "if_error",
    "gen_ai.prompt.name": "if_prompt_operation",
    "gen_ai.tool.name": "if_tool_operation",
    "rpc.response.status_code": "if_response_has_error_code",
  },
  recommended: {
    "gen_ai.operation.name": "only_for_tool_calls_value_execute_tool",
    "jsonrpc.protocol.version": "if_not_2_0",
    "mcp.protocol.version": "",
    "network.protocol.name": "if_applicable",
    "network.protocol.version": "if_applicable",
    "network.transport": "",
    "server.address": "if_applicable",
    "server.port": "if_server_address_set",
  },
  optIn: ["gen_ai.prompt.variable", "mcp.resource.uri"],
};

/** Duration of MCP sessions, seen by the client: the definition of the metric. */
export const MCP_CLIENT_SESSION_DURATION: MetricDefinition<"mcp.client.session.duration"> = {
  name: "mcp.client.session.duration",
  instrument: "histogram",
  unit: "s",
  description: "Duration of MCP sessions, seen by the client",
  valueType: "double",
  buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
  stability: "development",
  level: "recommended",
  required: [],
  conditional: { "error.type": "if_session_error" },
  recommended: {
    "jsonrpc.protocol.version": "if_not_2_0",
    "mcp.protocol.version": "",
    "network.protocol.name": "if_applicable",
    "network.protocol.version": "if_applicable",
    "network.transport": "",
    "server.address": "if_applicable",
    "server.port": "if_server_address_set",
  },
  optIn: [],
};

/** Duration of MCP requests and notifications, seen by their receiver: the definition of the metric. */
export const MCP_SERVER_OPERATION_DURATION: MetricDefinition<"mcp.server.operation.duration"> = {
  name: "mcp.server.operation.duration",
  instrument: "histogram",
  unit: "s",
  description: "Duration of MCP requests and notifications, seen by their receiver",
  valueType: "double",
  buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
  stability: "development",
  level: "recommended",
  required: ["mcp.method.name"],
  conditional: {
    "error.type": "if_error",
    "gen_ai.prompt.name": "if_prompt_operation",
    "gen_ai.tool.name": "if_tool_operation",
    "rpc.response.status_code": "if_response_has_error_code",
  },
  recommended: {
    "gen_ai.operation.name": "only_for_tool_calls_value_execute_tool",
    "jsonrpc.protocol.version": "if_not_2_0",
    "mcp.protocol.version": "",
    "network.protocol.name": "if_applicable",
    "network.protocol.version": "if_applicable",
    "network.transport": "",
  },
  optIn: ["gen_ai.prompt.variable", "mcp.resource.uri"],
};

/** Duration of MCP sessions, seen by the server: the definition of the metric. */
export const MCP_SERVER_SESSION_DURATION: MetricDefinition<"mcp.server.session.duration"> = {
  name: "mcp.server.session.duration",
  instrument: "histogram",
  unit: "s",
  description: "Duration of MCP sessions, seen by the server",
  valueType: "double",
  buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
  stability: "development",
  level: "recommended",
  required: [],
  conditional: { "error.type": "if_session_error" },
  recommended: {
    "jsonrpc.protocol.version": "if_not_2_0",
    "mcp.protocol.version": "",
    "network.protocol.name": "if_applicable",
    "network.protocol.version": "if_applicable",
    "network.transport": "",
  },
  optIn: [],
};

/** All metrics of the conventions, and those of 1.41 that were split since. */
export const METRIC_DEFINITIONS: readonly MetricDefinition[] = [
  GEN_AI_CLIENT_EMBEDDINGS_DURATION,
  GEN_AI_CLIENT_EMBEDDINGS_OPERATION_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_DURATION,
  GEN_AI_CLIENT_INFERENCE_OPERATION_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_OPERATION_OUTPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_TIME_PER_OUTPUT_CHUNK,
  GEN_AI_CLIENT_INFERENCE_TIME_TO_FIRST_CHUNK,
  GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_READ_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_WRITE_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_INPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_OUTPUT_TOKENS,
  GEN_AI_CLIENT_INFERENCE_USAGE_REASONING_OUTPUT_TOKENS,
  GEN_AI_CLIENT_OPERATION_DURATION,
  GEN_AI_CLIENT_OPERATION_TIME_PER_OUTPUT_CHUNK,
  GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK,
  GEN_AI_CLIENT_TOKEN_USAGE,
  GEN_AI_EXECUTE_TOOL_DURATION,
  GEN_AI_INVOKE_AGENT_DURATION,
  GEN_AI_INVOKE_AGENT_INFERENCE_CALLS,
  GEN_AI_INVOKE_AGENT_TOOL_CALLS,
  GEN_AI_INVOKE_WORKFLOW_DURATION,
  GEN_AI_SERVER_REQUEST_DURATION,
  GEN_AI_SERVER_TIME_PER_OUTPUT_TOKEN,
  GEN_AI_SERVER_TIME_TO_FIRST_TOKEN,
  MCP_CLIENT_OPERATION_DURATION,
  MCP_CLIENT_SESSION_DURATION,
  MCP_SERVER_OPERATION_DURATION,
  MCP_SERVER_SESSION_DURATION,
];
