// Generated from src/facts by tools/semconv/main.ts; changes belong there.

import type { AttributeTypes, PromptVariables } from "./attribute-types.ts";

import {
  SPAN_GEN_AI_CLIENT_INFERENCE,
  SPAN_GEN_AI_CLIENT_EMBEDDINGS,
  SPAN_GEN_AI_RETRIEVAL_CLIENT,
  SPAN_GEN_AI_FETCH_RESPONSE_CLIENT,
  SPAN_GEN_AI_MEMORY_CLIENT,
  SPAN_GEN_AI_CREATE_AGENT_CLIENT,
  SPAN_GEN_AI_INVOKE_AGENT_CLIENT,
  SPAN_GEN_AI_INVOKE_AGENT_INTERNAL,
  SPAN_GEN_AI_EXECUTE_TOOL_INTERNAL,
  SPAN_GEN_AI_INVOKE_WORKFLOW_INTERNAL,
  SPAN_GEN_AI_PLAN_INTERNAL,
  SPAN_MCP_CLIENT,
  SPAN_MCP_SERVER,
} from "./span-definitions.ts";

import { spanBuilder } from "../span-builder.ts";
import type { SpanBuilder } from "../span-builder.ts";

import type { Open } from "./values.ts";

/** Attributes of {@link inferenceSpan}. */
export type InferenceAttributes = Pick<AttributeTypes, "gen_ai.provider.name"> &
  Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "gen_ai.conversation.id"
      | "gen_ai.output.type"
      | "gen_ai.prompt.name"
      | "gen_ai.prompt.version"
      | "gen_ai.request.choice.count"
      | "gen_ai.request.model"
      | "gen_ai.request.seed"
      | "gen_ai.request.stream"
      | "gen_ai.request.top_k"
      | "server.port"
      | "gen_ai.conversation.compacted"
      | "gen_ai.request.frequency_penalty"
      | "gen_ai.request.max_tokens"
      | "gen_ai.request.presence_penalty"
      | "gen_ai.request.previous_response.id"
      | "gen_ai.request.reasoning.level"
      | "gen_ai.request.stop_sequences"
      | "gen_ai.request.temperature"
      | "gen_ai.request.top_p"
      | "gen_ai.response.finish_reasons"
      | "gen_ai.response.id"
      | "gen_ai.response.model"
      | "gen_ai.response.time_to_first_chunk"
      | "gen_ai.usage.audio.cache_read.input_tokens"
      | "gen_ai.usage.audio.input_tokens"
      | "gen_ai.usage.audio.output_tokens"
      | "gen_ai.usage.cache_read.input_tokens"
      | "gen_ai.usage.cache_write.input_tokens"
      | "gen_ai.usage.image.cache_read.input_tokens"
      | "gen_ai.usage.image.input_tokens"
      | "gen_ai.usage.image.output_tokens"
      | "gen_ai.usage.input_tokens"
      | "gen_ai.usage.output_tokens"
      | "gen_ai.usage.reasoning.output_tokens"
      | "gen_ai.usage.text.cache_read.input_tokens"
      | "gen_ai.usage.text.input_tokens"
      | "gen_ai.usage.text.output_tokens"
      | "server.address"
      | "gen_ai.input.messages"
      | "gen_ai.output.messages"
      | "gen_ai.system_instructions"
      | "gen_ai.tool.definitions"
      | "openai.request.service_tier"
      | "openai.response.service_tier"
      | "openai.api.type"
      | "openai.response.system_fingerprint"
      | "azure.resource_provider.namespace"
      | "aws.bedrock.guardrail.id"
      | "aws.bedrock.knowledge_base.id"
    >
  > &
  PromptVariables & {
    readonly "gen_ai.operation.name": Open<"chat" | "generate_content" | "text_completion">;
  };
/** A call that lets a model generate something: span `{gen_ai.operation.name} {gen_ai.request.model}` of kind CLIENT OR INTERNAL. */
export const inferenceSpan: SpanBuilder<InferenceAttributes> = /* @__PURE__ */ spanBuilder(
  SPAN_GEN_AI_CLIENT_INFERENCE,
);

/** Attributes of {@link embeddingsSpan}. */
export type EmbeddingsAttributes = Pick<AttributeTypes, "gen_ai.provider.name"> &
  Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "gen_ai.request.model"
      | "server.port"
      | "gen_ai.embeddings.dimension.count"
      | "gen_ai.request.encoding_formats"
      | "gen_ai.response.model"
      | "gen_ai.usage.input_tokens"
      | "server.address"
    >
  >;
/** A call that turns input into vectors: span `{gen_ai.operation.name} {gen_ai.request.model}` of kind CLIENT. */
export const embeddingsSpan: SpanBuilder<EmbeddingsAttributes> = /* @__PURE__ */ spanBuilder(
  SPAN_GEN_AI_CLIENT_EMBEDDINGS,
);

/** Attributes of {@link retrievalSpan}. */
export type RetrievalAttributes = Partial<
  Pick<
    AttributeTypes,
    | "error.type"
    | "gen_ai.data_source.id"
    | "gen_ai.provider.name"
    | "gen_ai.request.model"
    | "server.port"
    | "gen_ai.retrieval.top_k"
    | "server.address"
    | "gen_ai.retrieval.documents"
    | "gen_ai.retrieval.query.text"
  >
>;
/** A search for documents that fit a question: span `{gen_ai.operation.name} {gen_ai.data_source.id}` of kind CLIENT. */
export const retrievalSpan: SpanBuilder<RetrievalAttributes> = /* @__PURE__ */ spanBuilder(
  SPAN_GEN_AI_RETRIEVAL_CLIENT,
);

/** Attributes of {@link fetchResponseSpan}. */
export type FetchResponseAttributes = Pick<
  AttributeTypes,
  "gen_ai.provider.name" | "gen_ai.response.id"
> &
  Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "gen_ai.request.stream_cursor"
      | "server.port"
      | "gen_ai.response.finish_reasons"
      | "gen_ai.response.model"
      | "gen_ai.response.status"
      | "server.address"
      | "gen_ai.output.messages"
      | "gen_ai.system_instructions"
      | "gen_ai.tool.definitions"
      | "openai.response.service_tier"
      | "openai.api.type"
    >
  >;
/** A call that fetches an answer which the provider worked on in the background: span `{gen_ai.operation.name}` of kind CLIENT. */
export const fetchResponseSpan: SpanBuilder<FetchResponseAttributes> = /* @__PURE__ */ spanBuilder(
  SPAN_GEN_AI_FETCH_RESPONSE_CLIENT,
);

/** Attributes of {@link memorySpan}. */
export type MemoryAttributes = Partial<
  Pick<
    AttributeTypes,
    | "error.type"
    | "gen_ai.memory.record.id"
    | "gen_ai.memory.store.id"
    | "gen_ai.provider.name"
    | "server.port"
    | "gen_ai.memory.record.count"
    | "server.address"
    | "gen_ai.memory.query.text"
    | "gen_ai.memory.records"
  >
> & {
  readonly "gen_ai.operation.name": Open<
    | "create_memory_store"
    | "search_memory"
    | "create_memory"
    | "update_memory"
    | "upsert_memory"
    | "delete_memory"
    | "delete_memory_store"
  >;
};
/** An operation on an agent's memory or on one of its records: span `{gen_ai.operation.name}` of kind CLIENT OR INTERNAL. */
export const memorySpan: SpanBuilder<MemoryAttributes> =
  /* @__PURE__ */ spanBuilder(SPAN_GEN_AI_MEMORY_CLIENT);

/** Attributes of {@link createAgentSpan}. */
export type CreateAgentAttributes = Pick<AttributeTypes, "gen_ai.provider.name"> &
  Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "gen_ai.agent.description"
      | "gen_ai.agent.id"
      | "gen_ai.agent.name"
      | "gen_ai.agent.version"
      | "gen_ai.request.model"
      | "server.port"
      | "server.address"
      | "gen_ai.system_instructions"
    >
  >;
/** A call that creates an agent at its host: span `create_agent {gen_ai.agent.name}` of kind CLIENT. */
export const createAgentSpan: SpanBuilder<CreateAgentAttributes> = /* @__PURE__ */ spanBuilder(
  SPAN_GEN_AI_CREATE_AGENT_CLIENT,
);

/** Attributes of {@link invokeRemoteAgentSpan}. */
export type InvokeRemoteAgentAttributes = Pick<AttributeTypes, "gen_ai.provider.name"> &
  Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "gen_ai.agent.description"
      | "gen_ai.agent.id"
      | "gen_ai.agent.name"
      | "gen_ai.agent.version"
      | "gen_ai.conversation.id"
      | "gen_ai.data_source.id"
      | "gen_ai.output.type"
      | "gen_ai.request.choice.count"
      | "gen_ai.request.seed"
      | "server.port"
      | "gen_ai.request.frequency_penalty"
      | "gen_ai.request.max_tokens"
      | "gen_ai.request.model"
      | "gen_ai.request.presence_penalty"
      | "gen_ai.request.previous_response.id"
      | "gen_ai.request.stop_sequences"
      | "gen_ai.request.temperature"
      | "gen_ai.request.top_p"
      | "gen_ai.response.finish_reasons"
      | "gen_ai.usage.cache_write.input_tokens"
      | "gen_ai.usage.cache_read.input_tokens"
      | "gen_ai.usage.input_tokens"
      | "gen_ai.usage.output_tokens"
      | "server.address"
      | "gen_ai.input.messages"
      | "gen_ai.output.messages"
      | "gen_ai.system_instructions"
      | "gen_ai.tool.definitions"
    >
  >;
/** A run of an agent that another service hosts: span `invoke_agent {gen_ai.agent.name}` of kind CLIENT. */
export const invokeRemoteAgentSpan: SpanBuilder<InvokeRemoteAgentAttributes> =
  /* @__PURE__ */ spanBuilder(SPAN_GEN_AI_INVOKE_AGENT_CLIENT);

/** Attributes of {@link invokeAgentSpan}. */
export type InvokeAgentAttributes = Partial<
  Pick<
    AttributeTypes,
    | "error.type"
    | "gen_ai.agent.description"
    | "gen_ai.agent.name"
    | "gen_ai.conversation.id"
    | "gen_ai.data_source.id"
    | "gen_ai.output.type"
    | "gen_ai.request.choice.count"
    | "gen_ai.request.seed"
    | "gen_ai.request.frequency_penalty"
    | "gen_ai.request.max_tokens"
    | "gen_ai.request.model"
    | "gen_ai.request.presence_penalty"
    | "gen_ai.request.stop_sequences"
    | "gen_ai.request.temperature"
    | "gen_ai.request.top_p"
    | "gen_ai.response.finish_reasons"
    | "gen_ai.usage.cache_write.input_tokens"
    | "gen_ai.usage.cache_read.input_tokens"
    | "gen_ai.usage.input_tokens"
    | "gen_ai.usage.output_tokens"
    | "gen_ai.input.messages"
    | "gen_ai.output.messages"
    | "gen_ai.system_instructions"
    | "gen_ai.tool.definitions"
  >
>;
/** A run of an agent inside this process: span `invoke_agent {gen_ai.agent.name}` of kind INTERNAL. */
export const invokeAgentSpan: SpanBuilder<InvokeAgentAttributes> = /* @__PURE__ */ spanBuilder(
  SPAN_GEN_AI_INVOKE_AGENT_INTERNAL,
);

/** Attributes of {@link executeToolSpan}. */
export type ExecuteToolAttributes = Pick<AttributeTypes, "gen_ai.tool.name"> &
  Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "gen_ai.agent.name"
      | "gen_ai.tool.call.id"
      | "gen_ai.tool.description"
      | "gen_ai.tool.type"
      | "gen_ai.tool.call.arguments"
      | "gen_ai.tool.call.result"
    >
  >;
/** A tool call that the application executes: span `execute_tool {gen_ai.tool.name}` of kind INTERNAL. */
export const executeToolSpan: SpanBuilder<ExecuteToolAttributes> = /* @__PURE__ */ spanBuilder(
  SPAN_GEN_AI_EXECUTE_TOOL_INTERNAL,
);

/** Attributes of {@link invokeWorkflowSpan}. */
export type InvokeWorkflowAttributes = Partial<
  Pick<
    AttributeTypes,
    "error.type" | "gen_ai.workflow.name" | "gen_ai.input.messages" | "gen_ai.output.messages"
  >
>;
/** A run of a workflow of agents and steps: span `invoke_workflow {gen_ai.workflow.name}` of kind INTERNAL. */
export const invokeWorkflowSpan: SpanBuilder<InvokeWorkflowAttributes> =
  /* @__PURE__ */ spanBuilder(SPAN_GEN_AI_INVOKE_WORKFLOW_INTERNAL);

/** Attributes of {@link planSpan}. */
export type PlanAttributes = Partial<Pick<AttributeTypes, "error.type" | "gen_ai.agent.name">>;
/** The phase in which an agent plans what to do: span `plan {gen_ai.agent.name}` of kind INTERNAL. */
export const planSpan: SpanBuilder<PlanAttributes> =
  /* @__PURE__ */ spanBuilder(SPAN_GEN_AI_PLAN_INTERNAL);

/** Attributes of {@link mcpClientSpan}. */
export type McpClientAttributes = Pick<AttributeTypes, "mcp.method.name"> &
  Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "gen_ai.prompt.name"
      | "gen_ai.tool.name"
      | "jsonrpc.request.id"
      | "mcp.resource.uri"
      | "rpc.response.status_code"
      | "jsonrpc.protocol.version"
      | "mcp.protocol.version"
      | "mcp.session.id"
      | "network.protocol.name"
      | "network.protocol.version"
      | "network.transport"
      | "server.address"
      | "server.port"
      | "gen_ai.tool.call.arguments"
      | "gen_ai.tool.call.result"
    >
  > &
  PromptVariables;
/** An MCP request or notification, seen by its sender: span `{mcp.method.name} {target}` of kind CLIENT. */
export const mcpClientSpan: SpanBuilder<McpClientAttributes> =
  /* @__PURE__ */ spanBuilder(SPAN_MCP_CLIENT);

/** Attributes of {@link mcpServerSpan}. */
export type McpServerAttributes = Pick<AttributeTypes, "mcp.method.name"> &
  Partial<
    Pick<
      AttributeTypes,
      | "error.type"
      | "gen_ai.prompt.name"
      | "gen_ai.tool.name"
      | "jsonrpc.request.id"
      | "mcp.resource.uri"
      | "rpc.response.status_code"
      | "client.address"
      | "client.port"
      | "jsonrpc.protocol.version"
      | "mcp.protocol.version"
      | "mcp.session.id"
      | "network.protocol.name"
      | "network.protocol.version"
      | "network.transport"
      | "gen_ai.tool.call.arguments"
      | "gen_ai.tool.call.result"
    >
  > &
  PromptVariables;
/** An MCP request or notification, seen by its receiver: span `{mcp.method.name} {target}` of kind SERVER. */
export const mcpServerSpan: SpanBuilder<McpServerAttributes> =
  /* @__PURE__ */ spanBuilder(SPAN_MCP_SERVER);
