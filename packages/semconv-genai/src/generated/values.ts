// Generated from src/facts by tools/semconv/main.ts; changes belong there.

/** A text for which some values are known to the conventions; any other is allowed too. */
export type Open<Known extends string> = Known | (string & {});

/** Values of `error.type`; others are allowed. */
export type ErrorType = Open<"_OTHER">;
/** Value of `error.type`. */
export const ERROR_TYPE_VALUE_OTHER = "_OTHER";

/** Values of `gen_ai.openai.request.response_format`; others are allowed. */
export type GenAiOpenAiRequestResponseFormat = Open<"text" | "json_object" | "json_schema">;
/** Value of `gen_ai.openai.request.response_format`. */
export const GEN_AI_OPENAI_REQUEST_RESPONSE_FORMAT_VALUE_TEXT = "text";
/** Value of `gen_ai.openai.request.response_format`. */
export const GEN_AI_OPENAI_REQUEST_RESPONSE_FORMAT_VALUE_JSON_OBJECT = "json_object";
/** Value of `gen_ai.openai.request.response_format`. */
export const GEN_AI_OPENAI_REQUEST_RESPONSE_FORMAT_VALUE_JSON_SCHEMA = "json_schema";

/** Values of `gen_ai.openai.request.service_tier`; others are allowed. */
export type GenAiOpenAiRequestServiceTier = Open<"auto" | "default">;
/** Value of `gen_ai.openai.request.service_tier`. */
export const GEN_AI_OPENAI_REQUEST_SERVICE_TIER_VALUE_AUTO = "auto";
/** Value of `gen_ai.openai.request.service_tier`. */
export const GEN_AI_OPENAI_REQUEST_SERVICE_TIER_VALUE_DEFAULT = "default";

/** Values of `gen_ai.operation.name`; others are allowed. */
export type GenAiOperationName = Open<
  | "chat"
  | "generate_content"
  | "text_completion"
  | "embeddings"
  | "retrieval"
  | "fetch_response"
  | "create_agent"
  | "invoke_agent"
  | "execute_tool"
  | "invoke_workflow"
  | "plan"
  | "search_memory"
  | "create_memory"
  | "update_memory"
  | "upsert_memory"
  | "delete_memory"
  | "create_memory_store"
  | "delete_memory_store"
>;
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_CHAT = "chat";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_GENERATE_CONTENT = "generate_content";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_TEXT_COMPLETION = "text_completion";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_EMBEDDINGS = "embeddings";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_RETRIEVAL = "retrieval";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_FETCH_RESPONSE = "fetch_response";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_CREATE_AGENT = "create_agent";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT = "invoke_agent";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_EXECUTE_TOOL = "execute_tool";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_INVOKE_WORKFLOW = "invoke_workflow";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_PLAN = "plan";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_SEARCH_MEMORY = "search_memory";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_CREATE_MEMORY = "create_memory";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_UPDATE_MEMORY = "update_memory";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_UPSERT_MEMORY = "upsert_memory";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_DELETE_MEMORY = "delete_memory";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_CREATE_MEMORY_STORE = "create_memory_store";
/** Value of `gen_ai.operation.name`. */
export const GEN_AI_OPERATION_NAME_VALUE_DELETE_MEMORY_STORE = "delete_memory_store";

/** Values of `gen_ai.output.type`; others are allowed. */
export type GenAiOutputType = Open<"text" | "json" | "image" | "speech">;
/** Value of `gen_ai.output.type`. */
export const GEN_AI_OUTPUT_TYPE_VALUE_TEXT = "text";
/** Value of `gen_ai.output.type`. */
export const GEN_AI_OUTPUT_TYPE_VALUE_JSON = "json";
/** Value of `gen_ai.output.type`. */
export const GEN_AI_OUTPUT_TYPE_VALUE_IMAGE = "image";
/** Value of `gen_ai.output.type`. */
export const GEN_AI_OUTPUT_TYPE_VALUE_SPEECH = "speech";

/** Values of `gen_ai.provider.name`; others are allowed. */
export type GenAiProviderName = Open<
  | "openai"
  | "gcp.gen_ai"
  | "gcp.vertex_ai"
  | "gcp.gemini"
  | "anthropic"
  | "cohere"
  | "azure.ai.inference"
  | "azure.ai.openai"
  | "ibm.watsonx.ai"
  | "aws.bedrock"
  | "perplexity"
  | "x_ai"
  | "deepseek"
  | "groq"
  | "mistral_ai"
  | "moonshot_ai"
>;
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_OPENAI = "openai";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_GCP_GEN_AI = "gcp.gen_ai";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_GCP_VERTEX_AI = "gcp.vertex_ai";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_GCP_GEMINI = "gcp.gemini";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_ANTHROPIC = "anthropic";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_COHERE = "cohere";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_AZURE_AI_INFERENCE = "azure.ai.inference";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_AZURE_AI_OPENAI = "azure.ai.openai";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_IBM_WATSONX_AI = "ibm.watsonx.ai";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_AWS_BEDROCK = "aws.bedrock";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_PERPLEXITY = "perplexity";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_X_AI = "x_ai";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_DEEPSEEK = "deepseek";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_GROQ = "groq";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_MISTRAL_AI = "mistral_ai";
/** Value of `gen_ai.provider.name`. */
export const GEN_AI_PROVIDER_NAME_VALUE_MOONSHOT_AI = "moonshot_ai";

/** Values of `gen_ai.response.status`; others are allowed. */
export type GenAiResponseStatus = Open<
  "queued" | "in_progress" | "completed" | "incomplete" | "failed" | "cancelled"
>;
/** Value of `gen_ai.response.status`. */
export const GEN_AI_RESPONSE_STATUS_VALUE_QUEUED = "queued";
/** Value of `gen_ai.response.status`. */
export const GEN_AI_RESPONSE_STATUS_VALUE_IN_PROGRESS = "in_progress";
/** Value of `gen_ai.response.status`. */
export const GEN_AI_RESPONSE_STATUS_VALUE_COMPLETED = "completed";
/** Value of `gen_ai.response.status`. */
export const GEN_AI_RESPONSE_STATUS_VALUE_INCOMPLETE = "incomplete";
/** Value of `gen_ai.response.status`. */
export const GEN_AI_RESPONSE_STATUS_VALUE_FAILED = "failed";
/** Value of `gen_ai.response.status`. */
export const GEN_AI_RESPONSE_STATUS_VALUE_CANCELLED = "cancelled";

/** Values of `gen_ai.system`; others are allowed. */
export type GenAiSystem = Open<
  | "openai"
  | "gcp.gen_ai"
  | "gcp.vertex_ai"
  | "gcp.gemini"
  | "vertex_ai"
  | "gemini"
  | "anthropic"
  | "cohere"
  | "az.ai.inference"
  | "az.ai.openai"
  | "azure.ai.inference"
  | "azure.ai.openai"
  | "ibm.watsonx.ai"
  | "aws.bedrock"
  | "perplexity"
  | "xai"
  | "deepseek"
  | "groq"
  | "mistral_ai"
>;
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_OPENAI = "openai";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_GCP_GEN_AI = "gcp.gen_ai";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_GCP_VERTEX_AI = "gcp.vertex_ai";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_GCP_GEMINI = "gcp.gemini";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_VERTEX_AI = "vertex_ai";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_GEMINI = "gemini";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_ANTHROPIC = "anthropic";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_COHERE = "cohere";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_AZ_AI_INFERENCE = "az.ai.inference";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_AZ_AI_OPENAI = "az.ai.openai";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_AZURE_AI_INFERENCE = "azure.ai.inference";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_AZURE_AI_OPENAI = "azure.ai.openai";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_IBM_WATSONX_AI = "ibm.watsonx.ai";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_AWS_BEDROCK = "aws.bedrock";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_PERPLEXITY = "perplexity";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_XAI = "xai";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_DEEPSEEK = "deepseek";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_GROQ = "groq";
/** Value of `gen_ai.system`. */
export const GEN_AI_SYSTEM_VALUE_MISTRAL_AI = "mistral_ai";

/** Values of `gen_ai.token.modality`; others are allowed. */
export type GenAiTokenModality = Open<"text" | "image" | "audio" | "unknown">;
/** Value of `gen_ai.token.modality`. */
export const GEN_AI_TOKEN_MODALITY_VALUE_TEXT = "text";
/** Value of `gen_ai.token.modality`. */
export const GEN_AI_TOKEN_MODALITY_VALUE_IMAGE = "image";
/** Value of `gen_ai.token.modality`. */
export const GEN_AI_TOKEN_MODALITY_VALUE_AUDIO = "audio";
/** Value of `gen_ai.token.modality`. */
export const GEN_AI_TOKEN_MODALITY_VALUE_UNKNOWN = "unknown";

/** Values of `gen_ai.token.type`; others are allowed. */
export type GenAiTokenType = Open<"input" | "output">;
/** Value of `gen_ai.token.type`. */
export const GEN_AI_TOKEN_TYPE_VALUE_INPUT = "input";
/** Value of `gen_ai.token.type`. */
export const GEN_AI_TOKEN_TYPE_VALUE_OUTPUT = "output";

/** Values of `mcp.method.name`; others are allowed. */
export type McpMethodName = Open<
  | "notifications/cancelled"
  | "initialize"
  | "notifications/initialized"
  | "notifications/progress"
  | "ping"
  | "resources/list"
  | "resources/templates/list"
  | "resources/read"
  | "notifications/resources/list_changed"
  | "resources/subscribe"
  | "resources/unsubscribe"
  | "notifications/resources/updated"
  | "prompts/list"
  | "prompts/get"
  | "notifications/prompts/list_changed"
  | "tools/list"
  | "tools/call"
  | "notifications/tools/list_changed"
  | "logging/setLevel"
  | "notifications/message"
  | "sampling/createMessage"
  | "completion/complete"
  | "roots/list"
  | "notifications/roots/list_changed"
  | "elicitation/create"
>;
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_CANCELLED = "notifications/cancelled";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_INITIALIZE = "initialize";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_INITIALIZED = "notifications/initialized";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_PROGRESS = "notifications/progress";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_PING = "ping";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_RESOURCES_LIST = "resources/list";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_RESOURCES_TEMPLATES_LIST = "resources/templates/list";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_RESOURCES_READ = "resources/read";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_RESOURCES_LIST_CHANGED =
  "notifications/resources/list_changed";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_RESOURCES_SUBSCRIBE = "resources/subscribe";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_RESOURCES_UNSUBSCRIBE = "resources/unsubscribe";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_RESOURCES_UPDATED =
  "notifications/resources/updated";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_PROMPTS_LIST = "prompts/list";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_PROMPTS_GET = "prompts/get";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_PROMPTS_LIST_CHANGED =
  "notifications/prompts/list_changed";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_TOOLS_LIST = "tools/list";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_TOOLS_CALL = "tools/call";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_TOOLS_LIST_CHANGED =
  "notifications/tools/list_changed";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_LOGGING_SETLEVEL = "logging/setLevel";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_MESSAGE = "notifications/message";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_SAMPLING_CREATEMESSAGE = "sampling/createMessage";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_COMPLETION_COMPLETE = "completion/complete";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_ROOTS_LIST = "roots/list";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_NOTIFICATIONS_ROOTS_LIST_CHANGED =
  "notifications/roots/list_changed";
/** Value of `mcp.method.name`. */
export const MCP_METHOD_NAME_VALUE_ELICITATION_CREATE = "elicitation/create";

/** Values of `network.transport`; others are allowed. */
export type NetworkTransport = Open<"tcp" | "udp" | "pipe" | "unix" | "quic">;
/** Value of `network.transport`. */
export const NETWORK_TRANSPORT_VALUE_TCP = "tcp";
/** Value of `network.transport`. */
export const NETWORK_TRANSPORT_VALUE_UDP = "udp";
/** Value of `network.transport`. */
export const NETWORK_TRANSPORT_VALUE_PIPE = "pipe";
/** Value of `network.transport`. */
export const NETWORK_TRANSPORT_VALUE_UNIX = "unix";
/** Value of `network.transport`. */
export const NETWORK_TRANSPORT_VALUE_QUIC = "quic";

/** Values of `openai.api.type`; others are allowed. */
export type OpenAiApiType = Open<"chat_completions" | "responses">;
/** Value of `openai.api.type`. */
export const OPENAI_API_TYPE_VALUE_CHAT_COMPLETIONS = "chat_completions";
/** Value of `openai.api.type`. */
export const OPENAI_API_TYPE_VALUE_RESPONSES = "responses";

/** Values of `openai.request.service_tier`; others are allowed. */
export type OpenAiRequestServiceTier = Open<"auto" | "default">;
/** Value of `openai.request.service_tier`. */
export const OPENAI_REQUEST_SERVICE_TIER_VALUE_AUTO = "auto";
/** Value of `openai.request.service_tier`. */
export const OPENAI_REQUEST_SERVICE_TIER_VALUE_DEFAULT = "default";
