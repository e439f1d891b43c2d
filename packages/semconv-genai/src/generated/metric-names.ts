// Generated from src/facts by tools/semconv/main.ts; changes belong there.
/** Duration of calls that turn input into vectors, as a histogram in `s`. */
export const METRIC_GEN_AI_CLIENT_EMBEDDINGS_DURATION = "gen_ai.client.embeddings.duration";
/** Input tokens of each call that turns input into vectors, as a histogram in `{token}`. */
export const METRIC_GEN_AI_CLIENT_EMBEDDINGS_OPERATION_INPUT_TOKENS =
  "gen_ai.client.embeddings.operation.input_tokens";
/** Duration of calls to models, as a histogram in `s`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_DURATION = "gen_ai.client.inference.duration";
/** Input tokens of each call to a model, cached ones included, as a histogram in `{token}`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_OPERATION_INPUT_TOKENS =
  "gen_ai.client.inference.operation.input_tokens";
/** Output tokens of each call to a model, reasoning included, as a histogram in `{token}`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_OPERATION_OUTPUT_TOKENS =
  "gen_ai.client.inference.operation.output_tokens";
/** Time between two chunks of a streamed answer, as a histogram in `s`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_TIME_PER_OUTPUT_CHUNK =
  "gen_ai.client.inference.time_per_output_chunk";
/** Time from a streaming request to the first chunk of its answer, as a histogram in `s`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_TIME_TO_FIRST_CHUNK =
  "gen_ai.client.inference.time_to_first_chunk";
/** Input tokens that a provider's cache served, part of the input tokens, as a counter in `{token}`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_READ_INPUT_TOKENS =
  "gen_ai.client.inference.usage.cache_read.input_tokens";
/** Input tokens written to a provider's cache, part of the input tokens, as a counter in `{token}`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_USAGE_CACHE_WRITE_INPUT_TOKENS =
  "gen_ai.client.inference.usage.cache_write.input_tokens";
/** Input tokens used, cached ones included, as a counter in `{token}`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_USAGE_INPUT_TOKENS =
  "gen_ai.client.inference.usage.input_tokens";
/** Output tokens used, reasoning included, as a counter in `{token}`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_USAGE_OUTPUT_TOKENS =
  "gen_ai.client.inference.usage.output_tokens";
/** Output tokens spent on reasoning, part of the output tokens, as a counter in `{token}`. */
export const METRIC_GEN_AI_CLIENT_INFERENCE_USAGE_REASONING_OUTPUT_TOKENS =
  "gen_ai.client.inference.usage.reasoning.output_tokens";
/** Duration of calls to generative AI providers, as a histogram in `s`. */
export const METRIC_GEN_AI_CLIENT_OPERATION_DURATION = "gen_ai.client.operation.duration";
/**
 * Time between two chunks of a streamed answer, as a histogram in `s`.
 *
 * @deprecated It was split; convention 1.41 has it.
 */
export const METRIC_GEN_AI_CLIENT_OPERATION_TIME_PER_OUTPUT_CHUNK =
  "gen_ai.client.operation.time_per_output_chunk";
/**
 * Time from a streaming request to the first chunk of its answer, as a histogram in `s`.
 *
 * @deprecated It was split; convention 1.41 has it.
 */
export const METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK =
  "gen_ai.client.operation.time_to_first_chunk";
/**
 * Tokens used by calls to generative AI providers, as a histogram in `{token}`.
 *
 * @deprecated It was split; convention 1.41 has it.
 */
export const METRIC_GEN_AI_CLIENT_TOKEN_USAGE = "gen_ai.client.token.usage";
/** Duration of tool calls, as a histogram in `s`. */
export const METRIC_GEN_AI_EXECUTE_TOOL_DURATION = "gen_ai.execute_tool.duration";
/** Duration of agent runs, as a histogram in `s`. */
export const METRIC_GEN_AI_INVOKE_AGENT_DURATION = "gen_ai.invoke_agent.duration";
/** Calls to models within one agent run, as a histogram in `{inference_call}`. */
export const METRIC_GEN_AI_INVOKE_AGENT_INFERENCE_CALLS = "gen_ai.invoke_agent.inference_calls";
/** Tool calls within one agent run, as a histogram in `{tool_call}`. */
export const METRIC_GEN_AI_INVOKE_AGENT_TOOL_CALLS = "gen_ai.invoke_agent.tool_calls";
/** Duration of workflow runs, as a histogram in `s`. */
export const METRIC_GEN_AI_INVOKE_WORKFLOW_DURATION = "gen_ai.invoke_workflow.duration";
/** Duration of requests, seen by the server of the model, as a histogram in `s`. */
export const METRIC_GEN_AI_SERVER_REQUEST_DURATION = "gen_ai.server.request.duration";
/** Time per output token after the first, seen by the server of the model, as a histogram in `s`. */
export const METRIC_GEN_AI_SERVER_TIME_PER_OUTPUT_TOKEN = "gen_ai.server.time_per_output_token";
/** Time to the first output token, seen by the server of the model, as a histogram in `s`. */
export const METRIC_GEN_AI_SERVER_TIME_TO_FIRST_TOKEN = "gen_ai.server.time_to_first_token";
/** Duration of MCP requests and notifications, seen by their sender, as a histogram in `s`. */
export const METRIC_MCP_CLIENT_OPERATION_DURATION = "mcp.client.operation.duration";
/** Duration of MCP sessions, seen by the client, as a histogram in `s`. */
export const METRIC_MCP_CLIENT_SESSION_DURATION = "mcp.client.session.duration";
/** Duration of MCP requests and notifications, seen by their receiver, as a histogram in `s`. */
export const METRIC_MCP_SERVER_OPERATION_DURATION = "mcp.server.operation.duration";
/** Duration of MCP sessions, seen by the server, as a histogram in `s`. */
export const METRIC_MCP_SERVER_SESSION_DURATION = "mcp.server.session.duration";
