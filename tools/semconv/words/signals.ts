/** What each span stands for, in our own words, and the names that the code has for it. */
export const spanWords: Readonly<Record<string, { readonly name: string; readonly doc: string }>> =
  {
    "gen_ai.client.inference": {
      name: "inference",
      doc: "A call that lets a model generate something",
    },
    "gen_ai.client.embeddings": { name: "embeddings", doc: "A call that turns input into vectors" },
    "gen_ai.retrieval.client": {
      name: "retrieval",
      doc: "A search for documents that fit a question",
    },
    "gen_ai.fetch_response.client": {
      name: "fetchResponse",
      doc: "A call that fetches an answer which the provider worked on in the background",
    },
    "gen_ai.memory.client": {
      name: "memory",
      doc: "An operation on an agent's memory or on one of its records",
    },
    "gen_ai.create_agent.client": {
      name: "createAgent",
      doc: "A call that creates an agent at its host",
    },
    "gen_ai.invoke_agent.client": {
      name: "invokeRemoteAgent",
      doc: "A run of an agent that another service hosts",
    },
    "gen_ai.invoke_agent.internal": {
      name: "invokeAgent",
      doc: "A run of an agent inside this process",
    },
    "gen_ai.execute_tool.internal": {
      name: "executeTool",
      doc: "A tool call that the application executes",
    },
    "gen_ai.invoke_workflow.internal": {
      name: "invokeWorkflow",
      doc: "A run of a workflow of agents and steps",
    },
    "gen_ai.plan.internal": { name: "plan", doc: "The phase in which an agent plans what to do" },
    "mcp.client": { name: "mcpClient", doc: "An MCP request or notification, seen by its sender" },
    "mcp.server": {
      name: "mcpServer",
      doc: "An MCP request or notification, seen by its receiver",
    },
  };

/** What each metric measures, in our own words: its TSDoc and its description at the instrument. */
export const metricWords: Readonly<Record<string, string>> = {
  "gen_ai.client.embeddings.duration": "Duration of calls that turn input into vectors",
  "gen_ai.client.embeddings.operation.input_tokens":
    "Input tokens of each call that turns input into vectors",
  "gen_ai.client.inference.duration": "Duration of calls to models",
  "gen_ai.client.inference.operation.input_tokens":
    "Input tokens of each call to a model, cached ones included",
  "gen_ai.client.inference.operation.output_tokens":
    "Output tokens of each call to a model, reasoning included",
  "gen_ai.client.inference.time_per_output_chunk": "Time between two chunks of a streamed answer",
  "gen_ai.client.inference.time_to_first_chunk":
    "Time from a streaming request to the first chunk of its answer",
  "gen_ai.client.inference.usage.cache_read.input_tokens":
    "Input tokens that a provider's cache served, part of the input tokens",
  "gen_ai.client.inference.usage.cache_write.input_tokens":
    "Input tokens written to a provider's cache, part of the input tokens",
  "gen_ai.client.inference.usage.input_tokens": "Input tokens used, cached ones included",
  "gen_ai.client.inference.usage.output_tokens": "Output tokens used, reasoning included",
  "gen_ai.client.inference.usage.reasoning.output_tokens":
    "Output tokens spent on reasoning, part of the output tokens",
  "gen_ai.client.operation.duration": "Duration of calls to generative AI providers",
  "gen_ai.client.operation.time_per_output_chunk": "Time between two chunks of a streamed answer",
  "gen_ai.client.operation.time_to_first_chunk":
    "Time from a streaming request to the first chunk of its answer",
  "gen_ai.client.token.usage": "Tokens used by calls to generative AI providers",
  "gen_ai.execute_tool.duration": "Duration of tool calls",
  "gen_ai.invoke_agent.duration": "Duration of agent runs",
  "gen_ai.invoke_agent.inference_calls": "Calls to models within one agent run",
  "gen_ai.invoke_agent.tool_calls": "Tool calls within one agent run",
  "gen_ai.invoke_workflow.duration": "Duration of workflow runs",
  "gen_ai.server.request.duration": "Duration of requests, seen by the server of the model",
  "gen_ai.server.time_per_output_token":
    "Time per output token after the first, seen by the server of the model",
  "gen_ai.server.time_to_first_token":
    "Time to the first output token, seen by the server of the model",
  "mcp.client.operation.duration":
    "Duration of MCP requests and notifications, seen by their sender",
  "mcp.client.session.duration": "Duration of MCP sessions, seen by the client",
  "mcp.server.operation.duration":
    "Duration of MCP requests and notifications, seen by their receiver",
  "mcp.server.session.duration": "Duration of MCP sessions, seen by the server",
};

/** What each event tells, in our own words. */
export const eventWords: Readonly<Record<string, string>> = {
  "gen_ai.client.inference.operation.details":
    "What was asked of a model and what it answered, apart from the span. Only recorded on demand.",
  "gen_ai.client.operation.exception": "A call to a provider failed with an exception.",
  "gen_ai.evaluation.result": "An answer was evaluated.",
};
