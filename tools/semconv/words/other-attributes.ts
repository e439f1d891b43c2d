/** What the attributes outside `gen_ai.*` say, in our own words, and those that the conventions gave up. */
export const otherAttributeWords: Readonly<Record<string, string>> = {
  "aws.bedrock.guardrail.id": "Identifier of the guardrail that Bedrock applies.",
  "aws.bedrock.knowledge_base.id": "Identifier of the Bedrock knowledge base that is asked.",
  "azure.resource_provider.namespace": "Namespace of the Azure resource provider that is called.",
  "client.address": "Host name or address of the caller.",
  "client.port": "Port of the caller.",
  "error.type":
    "Class of a failure: an HTTP status, a JSON-RPC code, an error class or a fixed word. Never free text.",
  "exception.message": "Message of an exception. Content: may hold personal data.",
  "exception.stacktrace": "Stack trace of an exception, as the language prints it.",
  "exception.type": "Class of an exception.",
  "jsonrpc.protocol.version": "Version of JSON-RPC, recorded when it is not 2.0.",
  "jsonrpc.request.id": "JSON-RPC request id as text; absent on notifications.",
  "mcp.method.name": "MCP method.",
  "mcp.protocol.version": "Negotiated MCP revision.",
  "mcp.resource.uri": "URI of the resource that the request names.",
  "mcp.session.id": "Identifier of the MCP session.",
  "network.protocol.name": "Protocol that carries the messages.",
  "network.protocol.version": "Version of the protocol that carries the messages.",
  "network.transport": "Transport below the protocol.",
  "openai.api.type": "Which OpenAI API was called.",
  "openai.request.service_tier":
    "Service tier that the caller asked for, recorded when it is not `auto`.",
  "openai.response.service_tier": "Service tier that served the answer.",
  "openai.response.system_fingerprint":
    "Fingerprint of the provider's configuration, to notice when it changes.",
  "rpc.response.status_code":
    "Status code of the answer, as text; for MCP the JSON-RPC error code.",
  "server.address": "Host name, address or socket path of the called server.",
  "server.port": "Port of the called server; recorded together with `server.address`.",

  "gen_ai.completion": "Everything the model produced, as one text.",
  "gen_ai.openai.request.response_format": "Format of the answer asked of OpenAI.",
  "gen_ai.openai.request.seed": "Seed for repeatable answers of OpenAI.",
  "gen_ai.openai.request.service_tier": "Service tier asked of OpenAI.",
  "gen_ai.openai.response.service_tier": "Service tier that served the answer of OpenAI.",
  "gen_ai.openai.response.system_fingerprint": "Fingerprint of OpenAI's configuration.",
  "gen_ai.prompt": "Everything given to the model, as one text.",
  "gen_ai.system": "Who serves the model, up to convention 1.36.",
  "gen_ai.token.type": "Which tokens a point of `gen_ai.client.token.usage` counts.",
  "gen_ai.usage.cache_creation.input_tokens":
    "Part of the input tokens that were written to a provider's cache, up to convention 1.41.",
  "gen_ai.usage.completion_tokens": "All tokens of the output.",
  "gen_ai.usage.prompt_tokens": "All tokens of the input.",
};
