/** A string for which some values are known to the conventions; any other is allowed too. */
type Open<Known extends string> = Known | (string & {});

/** Values of `gen_ai.operation.name`. */
export type GenAiOperationName = Open<
  | "chat"
  | "generate_content"
  | "text_completion"
  | "embeddings"
  | "retrieval"
  | "create_agent"
  | "invoke_agent"
  | "execute_tool"
  | "invoke_workflow"
>;

/** Values of `gen_ai.provider.name`: who serves the model, not whose client library is used. */
export type GenAiProviderName = Open<
  | "openai"
  | "azure.ai.openai"
  | "azure.ai.inference"
  | "anthropic"
  | "aws.bedrock"
  | "cohere"
  | "deepseek"
  | "gcp.gemini"
  | "gcp.gen_ai"
  | "gcp.vertex_ai"
  | "groq"
  | "ibm.watsonx.ai"
  | "mistral_ai"
  | "moonshot_ai"
  | "perplexity"
  | "x_ai"
>;

/**
 * Values of `gen_ai.tool.type`. A `function` runs in the application, an `extension` on the agent's side,
 * a `datastore` is a source of data that the agent queries.
 */
export type GenAiToolType = Open<"function" | "extension" | "datastore">;

/** Values of `gen_ai.output.type`. */
export type GenAiOutputType = Open<"text" | "json" | "image" | "speech">;

/** Values of `network.transport`. */
export type NetworkTransport = "tcp" | "udp" | "pipe" | "unix" | "quic";

/** Values of `mcp.method.name`. */
export type McpMethodName = Open<(typeof MCP_METHODS)[number]>;

/** MCP methods known to the conventions. */
export const MCP_METHODS = [
  "completion/complete",
  "elicitation/create",
  "initialize",
  "logging/setLevel",
  "notifications/cancelled",
  "notifications/initialized",
  "notifications/message",
  "notifications/progress",
  "notifications/prompts/list_changed",
  "notifications/resources/list_changed",
  "notifications/resources/updated",
  "notifications/roots/list_changed",
  "notifications/tools/list_changed",
  "ping",
  "prompts/get",
  "prompts/list",
  "resources/list",
  "resources/read",
  "resources/subscribe",
  "resources/templates/list",
  "resources/unsubscribe",
  "roots/list",
  "sampling/createMessage",
  "tools/call",
  "tools/list",
] as const;
