/*
 * Attribute names of the GenAI, MCP and OpenAI conventions that this package records.
 * Where a name changed after release 1.41, the 1.41 name is used: docs/decisions/040-genai-names-of-1.41.md.
 */

/** Class of a failure: an HTTP status, a JSON-RPC code, an error class or a fixed word. Never free text. */
export const ATTR_ERROR_TYPE = "error.type";

/** Host name or socket path of the called server. */
export const ATTR_SERVER_ADDRESS = "server.address";
/** Port of the called server; recorded together with `server.address`. */
export const ATTR_SERVER_PORT = "server.port";
/** Transport below the protocol: `tcp`, `pipe`, … */
export const ATTR_NETWORK_TRANSPORT = "network.transport";
/** Protocol that carries the messages, e.g. `http`. */
export const ATTR_NETWORK_PROTOCOL_NAME = "network.protocol.name";

/** What the call does: see {@link GenAiOperationName}. */
export const ATTR_GEN_AI_OPERATION_NAME = "gen_ai.operation.name";
/** Who serves the model: see {@link GenAiProviderName}. */
export const ATTR_GEN_AI_PROVIDER_NAME = "gen_ai.provider.name";
/** Identifier of the conversation (session, thread) that this call belongs to. */
export const ATTR_GEN_AI_CONVERSATION_ID = "gen_ai.conversation.id";
/** Kind of output that the caller asked for: `text`, `json`, `image` or `speech`. */
export const ATTR_GEN_AI_OUTPUT_TYPE = "gen_ai.output.type";

/** Model that the caller asked for. */
export const ATTR_GEN_AI_REQUEST_MODEL = "gen_ai.request.model";
/** Number of answers asked for, recorded when it is not 1. */
export const ATTR_GEN_AI_REQUEST_CHOICE_COUNT = "gen_ai.request.choice.count";
/** Formats in which embeddings are asked for, e.g. `base64`. */
export const ATTR_GEN_AI_REQUEST_ENCODING_FORMATS = "gen_ai.request.encoding_formats";
/** Penalty on tokens by how often they already occurred. */
export const ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY = "gen_ai.request.frequency_penalty";
/** Most tokens the model may produce. */
export const ATTR_GEN_AI_REQUEST_MAX_TOKENS = "gen_ai.request.max_tokens";
/** Penalty on tokens that already occurred at all. */
export const ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY = "gen_ai.request.presence_penalty";
/** How much the model is asked to reason, e.g. `low` or `high`. */
export const ATTR_GEN_AI_REQUEST_REASONING_LEVEL = "gen_ai.request.reasoning.level";
/** Seed for repeatable answers. */
export const ATTR_GEN_AI_REQUEST_SEED = "gen_ai.request.seed";
/** Texts at which the model stops. */
export const ATTR_GEN_AI_REQUEST_STOP_SEQUENCES = "gen_ai.request.stop_sequences";
/** True when the answer is streamed; absent otherwise. */
export const ATTR_GEN_AI_REQUEST_STREAM = "gen_ai.request.stream";
/** Sampling temperature. */
export const ATTR_GEN_AI_REQUEST_TEMPERATURE = "gen_ai.request.temperature";
/** Number of most likely tokens to sample from. */
export const ATTR_GEN_AI_REQUEST_TOP_K = "gen_ai.request.top_k";
/** Probability mass to sample from. */
export const ATTR_GEN_AI_REQUEST_TOP_P = "gen_ai.request.top_p";
/** Length of the embedding vectors. */
export const ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT = "gen_ai.embeddings.dimension.count";

/** Identifier that the provider gave to the answer. */
export const ATTR_GEN_AI_RESPONSE_ID = "gen_ai.response.id";
/** Model that really answered. */
export const ATTR_GEN_AI_RESPONSE_MODEL = "gen_ai.response.model";
/** Why each answer ended, one entry per answer. */
export const ATTR_GEN_AI_RESPONSE_FINISH_REASONS = "gen_ai.response.finish_reasons";
/** Seconds from the request to the first streamed chunk. */
export const ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

/** All tokens of the input, those read from or written to a cache included. */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS = "gen_ai.usage.input_tokens";
/** All tokens of the output, reasoning included. */
export const ATTR_GEN_AI_USAGE_OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
/** Part of the input tokens that a provider's cache served. */
export const ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS = "gen_ai.usage.cache_read.input_tokens";
/** Part of the input tokens that were written to a provider's cache. */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS =
  "gen_ai.usage.cache_creation.input_tokens";
/** Part of the output tokens that the model spent on reasoning. */
export const ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS = "gen_ai.usage.reasoning.output_tokens";
/** `input` or `output`: which tokens a point of `gen_ai.client.token.usage` counts. */
export const ATTR_GEN_AI_TOKEN_TYPE = "gen_ai.token.type";

/** Name of the agent, given by the application. */
export const ATTR_GEN_AI_AGENT_NAME = "gen_ai.agent.name";
/** Identifier of the agent. */
export const ATTR_GEN_AI_AGENT_ID = "gen_ai.agent.id";
/** What the agent is for, in the application's words. */
export const ATTR_GEN_AI_AGENT_DESCRIPTION = "gen_ai.agent.description";

/** Name of the tool. */
export const ATTR_GEN_AI_TOOL_NAME = "gen_ai.tool.name";
/** Identifier that the model gave to this tool call. */
export const ATTR_GEN_AI_TOOL_CALL_ID = "gen_ai.tool.call.id";
/** What the tool does, in the application's words. */
export const ATTR_GEN_AI_TOOL_DESCRIPTION = "gen_ai.tool.description";
/** Where the tool runs: see {@link GenAiToolType}. */
export const ATTR_GEN_AI_TOOL_TYPE = "gen_ai.tool.type";
/** Name of a prompt template. */
export const ATTR_GEN_AI_PROMPT_NAME = "gen_ai.prompt.name";

/** JSON-RPC request id as text; absent on notifications. */
export const ATTR_JSONRPC_REQUEST_ID = "jsonrpc.request.id";
/** MCP method: see {@link McpMethodName}. */
export const ATTR_MCP_METHOD_NAME = "mcp.method.name";
/** Negotiated MCP revision, e.g. `2025-06-18`. */
export const ATTR_MCP_PROTOCOL_VERSION = "mcp.protocol.version";
/** URI of the resource that the request names. */
export const ATTR_MCP_RESOURCE_URI = "mcp.resource.uri";
/** MCP session. */
export const ATTR_MCP_SESSION_ID = "mcp.session.id";
/** JSON-RPC error code of the answer, as text. */
export const ATTR_RPC_RESPONSE_STATUS_CODE = "rpc.response.status_code";

/** Which OpenAI API was called: `chat_completions` or `responses`. */
export const ATTR_OPENAI_API_TYPE = "openai.api.type";
/** Service tier that the caller asked for, recorded when it is not `auto`. */
export const ATTR_OPENAI_REQUEST_SERVICE_TIER = "openai.request.service_tier";
/** Service tier that served the answer. */
export const ATTR_OPENAI_RESPONSE_SERVICE_TIER = "openai.response.service_tier";
/** Fingerprint of the provider's configuration, to notice when it changes. */
export const ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT = "openai.response.system_fingerprint";
