// Generated from src/facts by tools/semconv/main.ts; changes belong there.
/**
 * Identifier of the guardrail that Bedrock applies.
 *
 * @example `"sgi5gkybzqak"`
 */
export const ATTR_AWS_BEDROCK_GUARDRAIL_ID = "aws.bedrock.guardrail.id";
/**
 * Identifier of the Bedrock knowledge base that is asked.
 *
 * @example `"XFWUPB9PAW"`
 */
export const ATTR_AWS_BEDROCK_KNOWLEDGE_BASE_ID = "aws.bedrock.knowledge_base.id";
/**
 * Namespace of the Azure resource provider that is called.
 *
 * @example `"Microsoft.Storage"`, `"Microsoft.KeyVault"`, `"Microsoft.ServiceBus"`
 */
export const ATTR_AZURE_RESOURCE_PROVIDER_NAMESPACE = "azure.resource_provider.namespace";
/**
 * Host name or address of the caller.
 *
 * @example `"client.example.com"`, `"10.1.2.80"`
 */
export const ATTR_CLIENT_ADDRESS = "client.address";
/**
 * Port of the caller.
 *
 * @example `65123`
 */
export const ATTR_CLIENT_PORT = "client.port";
/** Class of a failure: an HTTP status, a JSON-RPC code, an error class or a fixed word. Never free text. */
export const ATTR_ERROR_TYPE = "error.type";
/**
 * Message of an exception. Content: may hold personal data.
 *
 * @example `"Division by zero"`
 */
export const ATTR_EXCEPTION_MESSAGE = "exception.message";
/** Stack trace of an exception, as the language prints it. */
export const ATTR_EXCEPTION_STACKTRACE = "exception.stacktrace";
/**
 * Class of an exception.
 *
 * @example `"java.net.ConnectException"`, `"OSError"`
 */
export const ATTR_EXCEPTION_TYPE = "exception.type";
/**
 * What the agent is for, in the application's words.
 *
 * @example `"Generates fiction stories"`
 */
export const ATTR_GEN_AI_AGENT_DESCRIPTION = "gen_ai.agent.description";
/**
 * Identifier of the agent, given by whoever hosts it.
 *
 * @example `"asst_5j66UpCpwteGg4YSxUnt7lPY"`, `"arn:aws:bedrock:us-east-1:123:agent/42"`
 */
export const ATTR_GEN_AI_AGENT_ID = "gen_ai.agent.id";
/**
 * Name of the agent, given by the application.
 *
 * @example `"Math Tutor"`, `"Fiction Writer"`
 */
export const ATTR_GEN_AI_AGENT_NAME = "gen_ai.agent.name";
/**
 * Version of the agent's definition.
 *
 * @example `"1.0.0"`, `"2025-05-01"`
 */
export const ATTR_GEN_AI_AGENT_VERSION = "gen_ai.agent.version";
/**
 * Everything the model produced, as one text.
 *
 * @deprecated It has no successor.
 */
export const ATTR_GEN_AI_COMPLETION = "gen_ai.completion";
/**
 * True when the conversation's history was shortened before this call.
 *
 * @example `true`
 */
export const ATTR_GEN_AI_CONVERSATION_COMPACTED = "gen_ai.conversation.compacted";
/**
 * Identifier of the conversation (session, thread) that this call belongs to.
 *
 * @example `"conv_5j66UpCpwteGg4YSxUnt7lPY"`
 */
export const ATTR_GEN_AI_CONVERSATION_ID = "gen_ai.conversation.id";
/**
 * Identifier of the data source that an agent or a retrieval draws on.
 *
 * @example `"H7STPQYOND"`
 */
export const ATTR_GEN_AI_DATA_SOURCE_ID = "gen_ai.data_source.id";
/**
 * Length of the embedding vectors.
 *
 * @example `512`, `1024`
 */
export const ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT = "gen_ai.embeddings.dimension.count";
/** Why an evaluation came to its score, in free text. */
export const ATTR_GEN_AI_EVALUATION_EXPLANATION = "gen_ai.evaluation.explanation";
/**
 * What an evaluation measures, such as `Relevance`.
 *
 * @example `"Relevance"`, `"IntentResolution"`
 */
export const ATTR_GEN_AI_EVALUATION_NAME = "gen_ai.evaluation.name";
/**
 * Score of an evaluation as a word.
 *
 * @example `"relevant"`, `"not_relevant"`, `"correct"`, `"incorrect"`
 */
export const ATTR_GEN_AI_EVALUATION_SCORE_LABEL = "gen_ai.evaluation.score.label";
/**
 * Score of an evaluation as a number.
 *
 * @example `4`
 */
export const ATTR_GEN_AI_EVALUATION_SCORE_VALUE = "gen_ai.evaluation.score.value";
/** Messages given to the model, oldest first. Content: may hold personal data. */
export const ATTR_GEN_AI_INPUT_MESSAGES = "gen_ai.input.messages";
/**
 * Text by which a memory is searched. Content: may hold personal data.
 *
 * @example `"user dietary preferences"`, `"past flight bookings"`
 */
export const ATTR_GEN_AI_MEMORY_QUERY_TEXT = "gen_ai.memory.query.text";
/**
 * How many records a memory operation read or wrote.
 *
 * @example `3`
 */
export const ATTR_GEN_AI_MEMORY_RECORD_COUNT = "gen_ai.memory.record.count";
/**
 * Identifier of the one memory record that an operation names.
 *
 * @example `"mem_5j66UpCpwteGg4YSxUnt7lPY"`
 */
export const ATTR_GEN_AI_MEMORY_RECORD_ID = "gen_ai.memory.record.id";
/** Records of a memory operation. Content: may hold personal data. */
export const ATTR_GEN_AI_MEMORY_RECORDS = "gen_ai.memory.records";
/**
 * Identifier of the memory store.
 *
 * @example `"ms_abc123"`, `"user-preferences-store"`
 */
export const ATTR_GEN_AI_MEMORY_STORE_ID = "gen_ai.memory.store.id";
/**
 * Format of the answer asked of OpenAI.
 *
 * @deprecated Now `gen_ai.output.type`.
 */
export const ATTR_GEN_AI_OPENAI_REQUEST_RESPONSE_FORMAT = "gen_ai.openai.request.response_format";
/**
 * Seed for repeatable answers of OpenAI.
 *
 * @deprecated Now `gen_ai.request.seed`.
 */
export const ATTR_GEN_AI_OPENAI_REQUEST_SEED = "gen_ai.openai.request.seed";
/**
 * Service tier asked of OpenAI.
 *
 * @deprecated Now `openai.request.service_tier`.
 */
export const ATTR_GEN_AI_OPENAI_REQUEST_SERVICE_TIER = "gen_ai.openai.request.service_tier";
/**
 * Service tier that served the answer of OpenAI.
 *
 * @deprecated Now `openai.response.service_tier`.
 */
export const ATTR_GEN_AI_OPENAI_RESPONSE_SERVICE_TIER = "gen_ai.openai.response.service_tier";
/**
 * Fingerprint of OpenAI's configuration.
 *
 * @deprecated Now `openai.response.system_fingerprint`.
 */
export const ATTR_GEN_AI_OPENAI_RESPONSE_SYSTEM_FINGERPRINT =
  "gen_ai.openai.response.system_fingerprint";
/** What the call does. */
export const ATTR_GEN_AI_OPERATION_NAME = "gen_ai.operation.name";
/** Messages that the model produced, one per answer. Content: may hold personal data. */
export const ATTR_GEN_AI_OUTPUT_MESSAGES = "gen_ai.output.messages";
/** Kind of output that the caller asked for. */
export const ATTR_GEN_AI_OUTPUT_TYPE = "gen_ai.output.type";
/**
 * Everything given to the model, as one text.
 *
 * @deprecated It has no successor.
 */
export const ATTR_GEN_AI_PROMPT = "gen_ai.prompt";
/**
 * Name of the prompt template.
 *
 * @example `"analyze-code"`
 */
export const ATTR_GEN_AI_PROMPT_NAME = "gen_ai.prompt.name";
/**
 * Value of one variable of a prompt template; the variable's name is the last part of the key. Content: may hold personal data.
 *
 * @example `"Alice"`, `"French"`
 */
export const ATTR_GEN_AI_PROMPT_VARIABLE = <Key extends string>(
  key: Key,
): `gen_ai.prompt.variable.${Key}` => `gen_ai.prompt.variable.${key}`;
/**
 * Version of the prompt template.
 *
 * @example `"1.0.0"`, `"2025-05-01"`, `"prod"`, `"v2"`
 */
export const ATTR_GEN_AI_PROMPT_VERSION = "gen_ai.prompt.version";
/** Who serves the model, not whose client library is used. */
export const ATTR_GEN_AI_PROVIDER_NAME = "gen_ai.provider.name";
/**
 * Number of answers asked for, recorded when it is not 1.
 *
 * @example `3`
 */
export const ATTR_GEN_AI_REQUEST_CHOICE_COUNT = "gen_ai.request.choice.count";
/**
 * Formats in which embeddings are asked for.
 *
 * @example `["base64"]`, `["float","binary"]`
 */
export const ATTR_GEN_AI_REQUEST_ENCODING_FORMATS = "gen_ai.request.encoding_formats";
/**
 * Penalty on tokens by how often they already occurred.
 *
 * @example `0.1`
 */
export const ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY = "gen_ai.request.frequency_penalty";
/**
 * Most tokens the model may produce.
 *
 * @example `100`
 */
export const ATTR_GEN_AI_REQUEST_MAX_TOKENS = "gen_ai.request.max_tokens";
/**
 * Model that the caller asked for.
 *
 * @example `"gpt-4"`
 */
export const ATTR_GEN_AI_REQUEST_MODEL = "gen_ai.request.model";
/**
 * Penalty on tokens that already occurred at all.
 *
 * @example `0.1`
 */
export const ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY = "gen_ai.request.presence_penalty";
/**
 * Identifier of the earlier answer, kept by the provider, that this request continues.
 *
 * @example `"resp_0123456789aBCdef"`, `"interaction-123"`
 */
export const ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID = "gen_ai.request.previous_response.id";
/**
 * How much the model is asked to reason.
 *
 * @example `"low"`, `"medium"`, `"high"`
 */
export const ATTR_GEN_AI_REQUEST_REASONING_LEVEL = "gen_ai.request.reasoning.level";
/**
 * Seed for repeatable answers.
 *
 * @example `100`
 */
export const ATTR_GEN_AI_REQUEST_SEED = "gen_ai.request.seed";
/**
 * Texts at which the model stops.
 *
 * @example `["forest","lived"]`
 */
export const ATTR_GEN_AI_REQUEST_STOP_SEQUENCES = "gen_ai.request.stop_sequences";
/** True when the answer is streamed; absent otherwise. */
export const ATTR_GEN_AI_REQUEST_STREAM = "gen_ai.request.stream";
/**
 * Place from which an interrupted stream is resumed.
 *
 * @example `"42"`, `"event-abc123"`
 */
export const ATTR_GEN_AI_REQUEST_STREAM_CURSOR = "gen_ai.request.stream_cursor";
/**
 * Sampling temperature.
 *
 * @example `0`
 */
export const ATTR_GEN_AI_REQUEST_TEMPERATURE = "gen_ai.request.temperature";
/**
 * Number of most likely tokens to sample from.
 *
 * @example `40`
 */
export const ATTR_GEN_AI_REQUEST_TOP_K = "gen_ai.request.top_k";
/**
 * Probability mass to sample from.
 *
 * @example `1`
 */
export const ATTR_GEN_AI_REQUEST_TOP_P = "gen_ai.request.top_p";
/**
 * Why each answer ended, one entry per answer.
 *
 * @example `["stop"]`, `["stop","length"]`
 */
export const ATTR_GEN_AI_RESPONSE_FINISH_REASONS = "gen_ai.response.finish_reasons";
/**
 * Identifier that the provider gave to the answer.
 *
 * @example `"chatcmpl-123"`
 */
export const ATTR_GEN_AI_RESPONSE_ID = "gen_ai.response.id";
/**
 * Model that really answered.
 *
 * @example `"gpt-4-0613"`
 */
export const ATTR_GEN_AI_RESPONSE_MODEL = "gen_ai.response.model";
/** State of an answer that the provider works on in the background. */
export const ATTR_GEN_AI_RESPONSE_STATUS = "gen_ai.response.status";
/**
 * Seconds from the request to the first streamed chunk.
 *
 * @example `0.5`, `1.2`
 */
export const ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";
/** Documents found, with identifier and score. */
export const ATTR_GEN_AI_RETRIEVAL_DOCUMENTS = "gen_ai.retrieval.documents";
/**
 * Text by which documents are searched. Content: may hold personal data.
 *
 * @example `"weather in Paris"`
 */
export const ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT = "gen_ai.retrieval.query.text";
/**
 * Most documents that the search may give.
 *
 * @example `5`
 */
export const ATTR_GEN_AI_RETRIEVAL_TOP_K = "gen_ai.retrieval.top_k";
/**
 * Who serves the model, up to convention 1.36.
 *
 * @deprecated Now `gen_ai.provider.name`.
 */
export const ATTR_GEN_AI_SYSTEM = "gen_ai.system";
/** Instructions that are given apart from the messages. Content: may hold personal data. */
export const ATTR_GEN_AI_SYSTEM_INSTRUCTIONS = "gen_ai.system_instructions";
/** Kind of content that a number of tokens stands for. */
export const ATTR_GEN_AI_TOKEN_MODALITY = "gen_ai.token.modality";
/**
 * Which tokens a point of `gen_ai.client.token.usage` counts.
 *
 * @deprecated It has no successor.
 */
export const ATTR_GEN_AI_TOKEN_TYPE = "gen_ai.token.type";
/** Arguments of a tool call. Content: may hold personal data. */
export const ATTR_GEN_AI_TOOL_CALL_ARGUMENTS = "gen_ai.tool.call.arguments";
/**
 * Identifier that the model gave to this tool call.
 *
 * @example `"call_mszuSIzqtI65i1wAUOE8w5H4"`
 */
export const ATTR_GEN_AI_TOOL_CALL_ID = "gen_ai.tool.call.id";
/** Result of a tool call. Content: may hold personal data. */
export const ATTR_GEN_AI_TOOL_CALL_RESULT = "gen_ai.tool.call.result";
/** Tools that the model may call. */
export const ATTR_GEN_AI_TOOL_DEFINITIONS = "gen_ai.tool.definitions";
/**
 * What the tool does, in the application's words.
 *
 * @example `"Multiply two numbers"`
 */
export const ATTR_GEN_AI_TOOL_DESCRIPTION = "gen_ai.tool.description";
/**
 * Name of the tool.
 *
 * @example `"Flights"`
 */
export const ATTR_GEN_AI_TOOL_NAME = "gen_ai.tool.name";
/**
 * Where the tool runs: a `function` in the application, an `extension` on the agent's side, a `datastore` is queried.
 *
 * @example `"function"`, `"extension"`, `"datastore"`
 */
export const ATTR_GEN_AI_TOOL_TYPE = "gen_ai.tool.type";
/**
 * Part of the audio input tokens that a provider's cache served.
 *
 * @example `60`
 */
export const ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS =
  "gen_ai.usage.audio.cache_read.input_tokens";
/**
 * Part of the input tokens that stand for audio.
 *
 * @example `120`
 */
export const ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS = "gen_ai.usage.audio.input_tokens";
/**
 * Part of the output tokens that stand for audio.
 *
 * @example `240`
 */
export const ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS = "gen_ai.usage.audio.output_tokens";
/**
 * Part of the input tokens that were written to a provider's cache, up to convention 1.41.
 *
 * @deprecated Now `gen_ai.usage.cache_write.input_tokens`.
 */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS =
  "gen_ai.usage.cache_creation.input_tokens";
/**
 * Part of the input tokens that a provider's cache served.
 *
 * @example `50`
 */
export const ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS = "gen_ai.usage.cache_read.input_tokens";
/**
 * Part of the input tokens that were written to a provider's cache.
 *
 * @example `25`
 */
export const ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS = "gen_ai.usage.cache_write.input_tokens";
/**
 * All tokens of the output.
 *
 * @deprecated Now `gen_ai.usage.output_tokens`.
 */
export const ATTR_GEN_AI_USAGE_COMPLETION_TOKENS = "gen_ai.usage.completion_tokens";
/**
 * Part of the image input tokens that a provider's cache served.
 *
 * @example `128`
 */
export const ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS =
  "gen_ai.usage.image.cache_read.input_tokens";
/**
 * Part of the input tokens that stand for images.
 *
 * @example `258`
 */
export const ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS = "gen_ai.usage.image.input_tokens";
/**
 * Part of the output tokens that stand for images.
 *
 * @example `1290`
 */
export const ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS = "gen_ai.usage.image.output_tokens";
/**
 * All tokens of the input, those read from or written to a cache included.
 *
 * @example `100`
 */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS = "gen_ai.usage.input_tokens";
/**
 * All tokens of the output, reasoning included.
 *
 * @example `180`
 */
export const ATTR_GEN_AI_USAGE_OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
/**
 * All tokens of the input.
 *
 * @deprecated Now `gen_ai.usage.input_tokens`.
 */
export const ATTR_GEN_AI_USAGE_PROMPT_TOKENS = "gen_ai.usage.prompt_tokens";
/**
 * Part of the output tokens that the model spent on reasoning.
 *
 * @example `50`
 */
export const ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS = "gen_ai.usage.reasoning.output_tokens";
/**
 * Part of the text input tokens that a provider's cache served.
 *
 * @example `40`
 */
export const ATTR_GEN_AI_USAGE_TEXT_CACHE_READ_INPUT_TOKENS =
  "gen_ai.usage.text.cache_read.input_tokens";
/**
 * Part of the input tokens that stand for text.
 *
 * @example `100`
 */
export const ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS = "gen_ai.usage.text.input_tokens";
/**
 * Part of the output tokens that stand for text.
 *
 * @example `180`
 */
export const ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS = "gen_ai.usage.text.output_tokens";
/**
 * Name of the workflow, given by the application.
 *
 * @example `"multi_agent_rag"`, `"customer_support_pipeline"`
 */
export const ATTR_GEN_AI_WORKFLOW_NAME = "gen_ai.workflow.name";
/**
 * Version of JSON-RPC, recorded when it is not 2.0.
 *
 * @example `"2.0"`, `"1.0"`
 */
export const ATTR_JSONRPC_PROTOCOL_VERSION = "jsonrpc.protocol.version";
/**
 * JSON-RPC request id as text; absent on notifications.
 *
 * @example `"10"`, `"request-7"`
 */
export const ATTR_JSONRPC_REQUEST_ID = "jsonrpc.request.id";
/** MCP method. */
export const ATTR_MCP_METHOD_NAME = "mcp.method.name";
/**
 * Negotiated MCP revision.
 *
 * @example `"2025-06-18"`
 */
export const ATTR_MCP_PROTOCOL_VERSION = "mcp.protocol.version";
/**
 * URI of the resource that the request names.
 *
 * @example `"postgres://database/customers/schema"`, `"file:///home/user/documents/report.pdf"`
 */
export const ATTR_MCP_RESOURCE_URI = "mcp.resource.uri";
/**
 * Identifier of the MCP session.
 *
 * @example `"191c4850af6c49e08843a3f6c80e5046"`
 */
export const ATTR_MCP_SESSION_ID = "mcp.session.id";
/**
 * Protocol that carries the messages.
 *
 * @example `"amqp"`, `"http"`, `"mqtt"`
 */
export const ATTR_NETWORK_PROTOCOL_NAME = "network.protocol.name";
/**
 * Version of the protocol that carries the messages.
 *
 * @example `"1.1"`, `"2"`
 */
export const ATTR_NETWORK_PROTOCOL_VERSION = "network.protocol.version";
/** Transport below the protocol. */
export const ATTR_NETWORK_TRANSPORT = "network.transport";
/** Which OpenAI API was called. */
export const ATTR_OPENAI_API_TYPE = "openai.api.type";
/** Service tier that the caller asked for, recorded when it is not `auto`. */
export const ATTR_OPENAI_REQUEST_SERVICE_TIER = "openai.request.service_tier";
/**
 * Service tier that served the answer.
 *
 * @example `"scale"`, `"default"`
 */
export const ATTR_OPENAI_RESPONSE_SERVICE_TIER = "openai.response.service_tier";
/**
 * Fingerprint of the provider's configuration, to notice when it changes.
 *
 * @example `"fp_44709d6fcb"`
 */
export const ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT = "openai.response.system_fingerprint";
/**
 * Status code of the answer, as text; for MCP the JSON-RPC error code.
 *
 * @example `"OK"`, `"DEADLINE_EXCEEDED"`, `"-32602"`
 */
export const ATTR_RPC_RESPONSE_STATUS_CODE = "rpc.response.status_code";
/**
 * Host name, address or socket path of the called server.
 *
 * @example `"example.com"`, `"10.1.2.80"`
 */
export const ATTR_SERVER_ADDRESS = "server.address";
/**
 * Port of the called server; recorded together with `server.address`.
 *
 * @example `80`, `8080`, `443`
 */
export const ATTR_SERVER_PORT = "server.port";
