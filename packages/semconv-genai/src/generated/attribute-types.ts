// Generated from src/facts by tools/semconv/main.ts; changes belong there.

import type {
  InputMessages,
  MemoryRecords,
  OutputMessages,
  RetrievalDocuments,
  SystemInstructions,
  ToolCallArguments,
  ToolCallResult,
  ToolDefinitions,
} from "../content/types.ts";

import type {
  ErrorType,
  GenAiOpenAiRequestResponseFormat,
  GenAiOpenAiRequestServiceTier,
  GenAiOperationName,
  GenAiOutputType,
  GenAiProviderName,
  GenAiResponseStatus,
  GenAiSystem,
  GenAiTokenModality,
  GenAiTokenType,
  McpMethodName,
  NetworkTransport,
  OpenAiApiType,
  OpenAiRequestServiceTier,
} from "./values.ts";

/** The type of each attribute's value, by the attribute's name. */
export interface AttributeTypes {
  /**
   * Identifier of the guardrail that Bedrock applies.
   *
   * @example `"sgi5gkybzqak"`
   */
  readonly "aws.bedrock.guardrail.id": string;
  /**
   * Identifier of the Bedrock knowledge base that is asked.
   *
   * @example `"XFWUPB9PAW"`
   */
  readonly "aws.bedrock.knowledge_base.id": string;
  /**
   * Namespace of the Azure resource provider that is called.
   *
   * @example `"Microsoft.Storage"`, `"Microsoft.KeyVault"`, `"Microsoft.ServiceBus"`
   */
  readonly "azure.resource_provider.namespace": string;
  /**
   * Host name or address of the caller.
   *
   * @example `"client.example.com"`, `"10.1.2.80"`
   */
  readonly "client.address": string;
  /**
   * Port of the caller.
   *
   * @example `65123`
   */
  readonly "client.port": number;
  /** Class of a failure: an HTTP status, a JSON-RPC code, an error class or a fixed word. Never free text. */
  readonly "error.type": ErrorType;
  /**
   * Message of an exception. Content: may hold personal data.
   *
   * @example `"Division by zero"`
   */
  readonly "exception.message": string;
  /** Stack trace of an exception, as the language prints it. */
  readonly "exception.stacktrace": string;
  /**
   * Class of an exception.
   *
   * @example `"java.net.ConnectException"`, `"OSError"`
   */
  readonly "exception.type": string;
  /**
   * What the agent is for, in the application's words.
   *
   * @example `"Generates fiction stories"`
   */
  readonly "gen_ai.agent.description": string;
  /**
   * Identifier of the agent, given by whoever hosts it.
   *
   * @example `"asst_5j66UpCpwteGg4YSxUnt7lPY"`, `"arn:aws:bedrock:us-east-1:123:agent/42"`
   */
  readonly "gen_ai.agent.id": string;
  /**
   * Name of the agent, given by the application.
   *
   * @example `"Math Tutor"`, `"Fiction Writer"`
   */
  readonly "gen_ai.agent.name": string;
  /**
   * Version of the agent's definition.
   *
   * @example `"1.0.0"`, `"2025-05-01"`
   */
  readonly "gen_ai.agent.version": string;
  /**
   * Everything the model produced, as one text.
   *
   * @deprecated It has no successor.
   */
  readonly "gen_ai.completion": string;
  /**
   * True when the conversation's history was shortened before this call.
   *
   * @example `true`
   */
  readonly "gen_ai.conversation.compacted": boolean;
  /**
   * Identifier of the conversation (session, thread) that this call belongs to.
   *
   * @example `"conv_5j66UpCpwteGg4YSxUnt7lPY"`
   */
  readonly "gen_ai.conversation.id": string;
  /**
   * Identifier of the data source that an agent or a retrieval draws on.
   *
   * @example `"H7STPQYOND"`
   */
  readonly "gen_ai.data_source.id": string;
  /**
   * Length of the embedding vectors.
   *
   * @example `512`, `1024`
   */
  readonly "gen_ai.embeddings.dimension.count": number;
  /** Why an evaluation came to its score, in free text. */
  readonly "gen_ai.evaluation.explanation": string;
  /**
   * What an evaluation measures, such as `Relevance`.
   *
   * @example `"Relevance"`, `"IntentResolution"`
   */
  readonly "gen_ai.evaluation.name": string;
  /**
   * Score of an evaluation as a word.
   *
   * @example `"relevant"`, `"not_relevant"`, `"correct"`, `"incorrect"`
   */
  readonly "gen_ai.evaluation.score.label": string;
  /**
   * Score of an evaluation as a number.
   *
   * @example `4`
   */
  readonly "gen_ai.evaluation.score.value": number;
  /** Messages given to the model, oldest first. Content: may hold personal data. */
  readonly "gen_ai.input.messages": InputMessages | string;
  /**
   * Text by which a memory is searched. Content: may hold personal data.
   *
   * @example `"user dietary preferences"`, `"past flight bookings"`
   */
  readonly "gen_ai.memory.query.text": string;
  /**
   * How many records a memory operation read or wrote.
   *
   * @example `3`
   */
  readonly "gen_ai.memory.record.count": number;
  /**
   * Identifier of the one memory record that an operation names.
   *
   * @example `"mem_5j66UpCpwteGg4YSxUnt7lPY"`
   */
  readonly "gen_ai.memory.record.id": string;
  /** Records of a memory operation. Content: may hold personal data. */
  readonly "gen_ai.memory.records": MemoryRecords | string;
  /**
   * Identifier of the memory store.
   *
   * @example `"ms_abc123"`, `"user-preferences-store"`
   */
  readonly "gen_ai.memory.store.id": string;
  /**
   * Format of the answer asked of OpenAI.
   *
   * @deprecated Now `gen_ai.output.type`.
   */
  readonly "gen_ai.openai.request.response_format": GenAiOpenAiRequestResponseFormat;
  /**
   * Seed for repeatable answers of OpenAI.
   *
   * @deprecated Now `gen_ai.request.seed`.
   */
  readonly "gen_ai.openai.request.seed": number;
  /**
   * Service tier asked of OpenAI.
   *
   * @deprecated Now `openai.request.service_tier`.
   */
  readonly "gen_ai.openai.request.service_tier": GenAiOpenAiRequestServiceTier;
  /**
   * Service tier that served the answer of OpenAI.
   *
   * @deprecated Now `openai.response.service_tier`.
   */
  readonly "gen_ai.openai.response.service_tier": string;
  /**
   * Fingerprint of OpenAI's configuration.
   *
   * @deprecated Now `openai.response.system_fingerprint`.
   */
  readonly "gen_ai.openai.response.system_fingerprint": string;
  /** What the call does. */
  readonly "gen_ai.operation.name": GenAiOperationName;
  /** Messages that the model produced, one per answer. Content: may hold personal data. */
  readonly "gen_ai.output.messages": OutputMessages | string;
  /** Kind of output that the caller asked for. */
  readonly "gen_ai.output.type": GenAiOutputType;
  /**
   * Everything given to the model, as one text.
   *
   * @deprecated It has no successor.
   */
  readonly "gen_ai.prompt": string;
  /**
   * Name of the prompt template.
   *
   * @example `"analyze-code"`
   */
  readonly "gen_ai.prompt.name": string;
  /**
   * Version of the prompt template.
   *
   * @example `"1.0.0"`, `"2025-05-01"`, `"prod"`, `"v2"`
   */
  readonly "gen_ai.prompt.version": string;
  /** Who serves the model, not whose client library is used. */
  readonly "gen_ai.provider.name": GenAiProviderName;
  /**
   * Number of answers asked for, recorded when it is not 1.
   *
   * @example `3`
   */
  readonly "gen_ai.request.choice.count": number;
  /**
   * Formats in which embeddings are asked for.
   *
   * @example `["base64"]`, `["float","binary"]`
   */
  readonly "gen_ai.request.encoding_formats": readonly string[];
  /**
   * Penalty on tokens by how often they already occurred.
   *
   * @example `0.1`
   */
  readonly "gen_ai.request.frequency_penalty": number;
  /**
   * Most tokens the model may produce.
   *
   * @example `100`
   */
  readonly "gen_ai.request.max_tokens": number;
  /**
   * Model that the caller asked for.
   *
   * @example `"gpt-4"`
   */
  readonly "gen_ai.request.model": string;
  /**
   * Penalty on tokens that already occurred at all.
   *
   * @example `0.1`
   */
  readonly "gen_ai.request.presence_penalty": number;
  /**
   * Identifier of the earlier answer, kept by the provider, that this request continues.
   *
   * @example `"resp_0123456789aBCdef"`, `"interaction-123"`
   */
  readonly "gen_ai.request.previous_response.id": string;
  /**
   * How much the model is asked to reason.
   *
   * @example `"low"`, `"medium"`, `"high"`
   */
  readonly "gen_ai.request.reasoning.level": string;
  /**
   * Seed for repeatable answers.
   *
   * @example `100`
   */
  readonly "gen_ai.request.seed": number;
  /**
   * Texts at which the model stops.
   *
   * @example `["forest","lived"]`
   */
  readonly "gen_ai.request.stop_sequences": readonly string[];
  /** True when the answer is streamed; absent otherwise. */
  readonly "gen_ai.request.stream": boolean;
  /**
   * Place from which an interrupted stream is resumed.
   *
   * @example `"42"`, `"event-abc123"`
   */
  readonly "gen_ai.request.stream_cursor": string;
  /**
   * Sampling temperature.
   *
   * @example `0`
   */
  readonly "gen_ai.request.temperature": number;
  /**
   * Number of most likely tokens to sample from.
   *
   * @example `40`
   */
  readonly "gen_ai.request.top_k": number;
  /**
   * Probability mass to sample from.
   *
   * @example `1`
   */
  readonly "gen_ai.request.top_p": number;
  /**
   * Why each answer ended, one entry per answer.
   *
   * @example `["stop"]`, `["stop","length"]`
   */
  readonly "gen_ai.response.finish_reasons": readonly string[];
  /**
   * Identifier that the provider gave to the answer.
   *
   * @example `"chatcmpl-123"`
   */
  readonly "gen_ai.response.id": string;
  /**
   * Model that really answered.
   *
   * @example `"gpt-4-0613"`
   */
  readonly "gen_ai.response.model": string;
  /** State of an answer that the provider works on in the background. */
  readonly "gen_ai.response.status": GenAiResponseStatus;
  /**
   * Seconds from the request to the first streamed chunk.
   *
   * @example `0.5`, `1.2`
   */
  readonly "gen_ai.response.time_to_first_chunk": number;
  /** Documents found, with identifier and score. */
  readonly "gen_ai.retrieval.documents": RetrievalDocuments | string;
  /**
   * Text by which documents are searched. Content: may hold personal data.
   *
   * @example `"weather in Paris"`
   */
  readonly "gen_ai.retrieval.query.text": string;
  /**
   * Most documents that the search may give.
   *
   * @example `5`
   */
  readonly "gen_ai.retrieval.top_k": number;
  /**
   * Who serves the model, up to convention 1.36.
   *
   * @deprecated Now `gen_ai.provider.name`.
   */
  readonly "gen_ai.system": GenAiSystem;
  /** Instructions that are given apart from the messages. Content: may hold personal data. */
  readonly "gen_ai.system_instructions": SystemInstructions | string;
  /** Kind of content that a number of tokens stands for. */
  readonly "gen_ai.token.modality": GenAiTokenModality;
  /**
   * Which tokens a point of `gen_ai.client.token.usage` counts.
   *
   * @deprecated It has no successor.
   */
  readonly "gen_ai.token.type": GenAiTokenType;
  /** Arguments of a tool call. Content: may hold personal data. */
  readonly "gen_ai.tool.call.arguments": ToolCallArguments | string;
  /**
   * Identifier that the model gave to this tool call.
   *
   * @example `"call_mszuSIzqtI65i1wAUOE8w5H4"`
   */
  readonly "gen_ai.tool.call.id": string;
  /** Result of a tool call. Content: may hold personal data. */
  readonly "gen_ai.tool.call.result": ToolCallResult | string;
  /** Tools that the model may call. */
  readonly "gen_ai.tool.definitions": ToolDefinitions | string;
  /**
   * What the tool does, in the application's words.
   *
   * @example `"Multiply two numbers"`
   */
  readonly "gen_ai.tool.description": string;
  /**
   * Name of the tool.
   *
   * @example `"Flights"`
   */
  readonly "gen_ai.tool.name": string;
  /**
   * Where the tool runs: a `function` in the application, an `extension` on the agent's side, a `datastore` is queried.
   *
   * @example `"function"`, `"extension"`, `"datastore"`
   */
  readonly "gen_ai.tool.type": string;
  /**
   * Part of the audio input tokens that a provider's cache served.
   *
   * @example `60`
   */
  readonly "gen_ai.usage.audio.cache_read.input_tokens": number;
  /**
   * Part of the input tokens that stand for audio.
   *
   * @example `120`
   */
  readonly "gen_ai.usage.audio.input_tokens": number;
  /**
   * Part of the output tokens that stand for audio.
   *
   * @example `240`
   */
  readonly "gen_ai.usage.audio.output_tokens": number;
  /**
   * Part of the input tokens that were written to a provider's cache, up to convention 1.41.
   *
   * @deprecated Now `gen_ai.usage.cache_write.input_tokens`.
   */
  readonly "gen_ai.usage.cache_creation.input_tokens": number;
  /**
   * Part of the input tokens that a provider's cache served.
   *
   * @example `50`
   */
  readonly "gen_ai.usage.cache_read.input_tokens": number;
  /**
   * Part of the input tokens that were written to a provider's cache.
   *
   * @example `25`
   */
  readonly "gen_ai.usage.cache_write.input_tokens": number;
  /**
   * All tokens of the output.
   *
   * @deprecated Now `gen_ai.usage.output_tokens`.
   */
  readonly "gen_ai.usage.completion_tokens": number;
  /**
   * Part of the image input tokens that a provider's cache served.
   *
   * @example `128`
   */
  readonly "gen_ai.usage.image.cache_read.input_tokens": number;
  /**
   * Part of the input tokens that stand for images.
   *
   * @example `258`
   */
  readonly "gen_ai.usage.image.input_tokens": number;
  /**
   * Part of the output tokens that stand for images.
   *
   * @example `1290`
   */
  readonly "gen_ai.usage.image.output_tokens": number;
  /**
   * All tokens of the input, those read from or written to a cache included.
   *
   * @example `100`
   */
  readonly "gen_ai.usage.input_tokens": number;
  /**
   * All tokens of the output, reasoning included.
   *
   * @example `180`
   */
  readonly "gen_ai.usage.output_tokens": number;
  /**
   * All tokens of the input.
   *
   * @deprecated Now `gen_ai.usage.input_tokens`.
   */
  readonly "gen_ai.usage.prompt_tokens": number;
  /**
   * Part of the output tokens that the model spent on reasoning.
   *
   * @example `50`
   */
  readonly "gen_ai.usage.reasoning.output_tokens": number;
  /**
   * Part of the text input tokens that a provider's cache served.
   *
   * @example `40`
   */
  readonly "gen_ai.usage.text.cache_read.input_tokens": number;
  /**
   * Part of the input tokens that stand for text.
   *
   * @example `100`
   */
  readonly "gen_ai.usage.text.input_tokens": number;
  /**
   * Part of the output tokens that stand for text.
   *
   * @example `180`
   */
  readonly "gen_ai.usage.text.output_tokens": number;
  /**
   * Name of the workflow, given by the application.
   *
   * @example `"multi_agent_rag"`, `"customer_support_pipeline"`
   */
  readonly "gen_ai.workflow.name": string;
  /**
   * Version of JSON-RPC, recorded when it is not 2.0.
   *
   * @example `"2.0"`, `"1.0"`
   */
  readonly "jsonrpc.protocol.version": string;
  /**
   * JSON-RPC request id as text; absent on notifications.
   *
   * @example `"10"`, `"request-7"`
   */
  readonly "jsonrpc.request.id": string;
  /** MCP method. */
  readonly "mcp.method.name": McpMethodName;
  /**
   * Negotiated MCP revision.
   *
   * @example `"2025-06-18"`
   */
  readonly "mcp.protocol.version": string;
  /**
   * URI of the resource that the request names.
   *
   * @example `"postgres://database/customers/schema"`, `"file:///home/user/documents/report.pdf"`
   */
  readonly "mcp.resource.uri": string;
  /**
   * Identifier of the MCP session.
   *
   * @example `"191c4850af6c49e08843a3f6c80e5046"`
   */
  readonly "mcp.session.id": string;
  /**
   * Protocol that carries the messages.
   *
   * @example `"amqp"`, `"http"`, `"mqtt"`
   */
  readonly "network.protocol.name": string;
  /**
   * Version of the protocol that carries the messages.
   *
   * @example `"1.1"`, `"2"`
   */
  readonly "network.protocol.version": string;
  /** Transport below the protocol. */
  readonly "network.transport": NetworkTransport;
  /** Which OpenAI API was called. */
  readonly "openai.api.type": OpenAiApiType;
  /** Service tier that the caller asked for, recorded when it is not `auto`. */
  readonly "openai.request.service_tier": OpenAiRequestServiceTier;
  /**
   * Service tier that served the answer.
   *
   * @example `"scale"`, `"default"`
   */
  readonly "openai.response.service_tier": string;
  /**
   * Fingerprint of the provider's configuration, to notice when it changes.
   *
   * @example `"fp_44709d6fcb"`
   */
  readonly "openai.response.system_fingerprint": string;
  /**
   * Status code of the answer, as text; for MCP the JSON-RPC error code.
   *
   * @example `"OK"`, `"DEADLINE_EXCEEDED"`, `"-32602"`
   */
  readonly "rpc.response.status_code": string;
  /**
   * Host name, address or socket path of the called server.
   *
   * @example `"example.com"`, `"10.1.2.80"`
   */
  readonly "server.address": string;
  /**
   * Port of the called server; recorded together with `server.address`.
   *
   * @example `80`, `8080`, `443`
   */
  readonly "server.port": number;
}

/** Values of a prompt template's variables: `gen_ai.prompt.variable.<key>`. */
export interface PromptVariables {
  readonly [variable: `gen_ai.prompt.variable.${string}`]: string | undefined;
}
