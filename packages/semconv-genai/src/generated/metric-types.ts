// Generated from src/facts by tools/semconv/main.ts; changes belong there.

import type { AttributeTypes } from "./attribute-types.ts";

/** The attributes that a point of each metric may carry, by the metric's name. */
export interface MetricAttributes {
  readonly "gen_ai.client.embeddings.duration": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "error.type"
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
      >
    >;
  readonly "gen_ai.client.embeddings.operation.input_tokens": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        "gen_ai.request.model" | "server.port" | "gen_ai.response.model" | "server.address"
      >
    >;
  readonly "gen_ai.client.inference.duration": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "error.type"
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
        | "openai.response.service_tier"
        | "openai.response.system_fingerprint"
      >
    >;
  readonly "gen_ai.client.inference.operation.input_tokens": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
        | "openai.response.service_tier"
        | "openai.response.system_fingerprint"
      >
    >;
  readonly "gen_ai.client.inference.operation.output_tokens": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
        | "openai.response.service_tier"
        | "openai.response.system_fingerprint"
      >
    >;
  readonly "gen_ai.client.inference.time_per_output_chunk": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        "gen_ai.request.model" | "server.port" | "gen_ai.response.model" | "server.address"
      >
    >;
  readonly "gen_ai.client.inference.time_to_first_chunk": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        "gen_ai.request.model" | "server.port" | "gen_ai.response.model" | "server.address"
      >
    >;
  readonly "gen_ai.client.inference.usage.cache_read.input_tokens": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name" | "gen_ai.token.modality"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
        | "openai.response.service_tier"
        | "openai.response.system_fingerprint"
      >
    >;
  readonly "gen_ai.client.inference.usage.cache_write.input_tokens": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name" | "gen_ai.token.modality"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
        | "openai.response.service_tier"
        | "openai.response.system_fingerprint"
      >
    >;
  readonly "gen_ai.client.inference.usage.input_tokens": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name" | "gen_ai.token.modality"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
        | "openai.response.service_tier"
        | "openai.response.system_fingerprint"
      >
    >;
  readonly "gen_ai.client.inference.usage.output_tokens": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name" | "gen_ai.token.modality"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
        | "openai.response.service_tier"
        | "openai.response.system_fingerprint"
      >
    >;
  readonly "gen_ai.client.inference.usage.reasoning.output_tokens": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name" | "gen_ai.token.modality"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
        | "openai.response.service_tier"
        | "openai.response.system_fingerprint"
      >
    >;
  readonly "gen_ai.client.operation.duration": Pick<AttributeTypes, "gen_ai.operation.name"> &
    Partial<
      Pick<
        AttributeTypes,
        | "error.type"
        | "gen_ai.provider.name"
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
      >
    >;
  readonly "gen_ai.client.operation.time_per_output_chunk": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        "gen_ai.request.model" | "server.port" | "gen_ai.response.model" | "server.address"
      >
    >;
  readonly "gen_ai.client.operation.time_to_first_chunk": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        "gen_ai.request.model" | "server.port" | "gen_ai.response.model" | "server.address"
      >
    >;
  readonly "gen_ai.client.token.usage": Pick<
    AttributeTypes,
    "gen_ai.token.type" | "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        "gen_ai.request.model" | "server.port" | "gen_ai.response.model" | "server.address"
      >
    >;
  readonly "gen_ai.execute_tool.duration": Pick<AttributeTypes, "gen_ai.tool.name"> &
    Partial<Pick<AttributeTypes, "error.type" | "gen_ai.agent.name" | "gen_ai.tool.type">>;
  readonly "gen_ai.invoke_agent.duration": Partial<
    Pick<AttributeTypes, "error.type" | "gen_ai.agent.name" | "gen_ai.request.model">
  >;
  readonly "gen_ai.invoke_agent.inference_calls": Partial<
    Pick<AttributeTypes, "gen_ai.agent.name">
  >;
  readonly "gen_ai.invoke_agent.tool_calls": Partial<Pick<AttributeTypes, "gen_ai.agent.name">>;
  readonly "gen_ai.invoke_workflow.duration": Partial<
    Pick<AttributeTypes, "error.type" | "gen_ai.workflow.name">
  >;
  readonly "gen_ai.server.request.duration": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        | "error.type"
        | "gen_ai.request.model"
        | "server.port"
        | "gen_ai.response.model"
        | "server.address"
      >
    >;
  readonly "gen_ai.server.time_per_output_token": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        "gen_ai.request.model" | "server.port" | "gen_ai.response.model" | "server.address"
      >
    >;
  readonly "gen_ai.server.time_to_first_token": Pick<
    AttributeTypes,
    "gen_ai.operation.name" | "gen_ai.provider.name"
  > &
    Partial<
      Pick<
        AttributeTypes,
        "gen_ai.request.model" | "server.port" | "gen_ai.response.model" | "server.address"
      >
    >;
  readonly "mcp.client.operation.duration": Pick<AttributeTypes, "mcp.method.name"> &
    Partial<
      Pick<
        AttributeTypes,
        | "error.type"
        | "gen_ai.prompt.name"
        | "gen_ai.tool.name"
        | "rpc.response.status_code"
        | "gen_ai.operation.name"
        | "jsonrpc.protocol.version"
        | "mcp.protocol.version"
        | "network.protocol.name"
        | "network.protocol.version"
        | "network.transport"
        | "server.address"
        | "server.port"
      >
    >;
  readonly "mcp.client.session.duration": Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "jsonrpc.protocol.version"
      | "mcp.protocol.version"
      | "network.protocol.name"
      | "network.protocol.version"
      | "network.transport"
      | "server.address"
      | "server.port"
    >
  >;
  readonly "mcp.server.operation.duration": Pick<AttributeTypes, "mcp.method.name"> &
    Partial<
      Pick<
        AttributeTypes,
        | "error.type"
        | "gen_ai.prompt.name"
        | "gen_ai.tool.name"
        | "rpc.response.status_code"
        | "gen_ai.operation.name"
        | "jsonrpc.protocol.version"
        | "mcp.protocol.version"
        | "network.protocol.name"
        | "network.protocol.version"
        | "network.transport"
      >
    >;
  readonly "mcp.server.session.duration": Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "jsonrpc.protocol.version"
      | "mcp.protocol.version"
      | "network.protocol.name"
      | "network.protocol.version"
      | "network.transport"
    >
  >;
}
