/** What an attribute holds of a conversation. */
export type ContentKind = "document" | "input" | "output" | "system" | "tool" | "vector";

/** Attributes of one product that hold contents of one kind. */
export interface ContentRow {
  /** Whose attributes these are. */
  readonly product: string;
  readonly kind: ContentKind;
  /** Names, separated by blanks; `name*` is every name that begins so. */
  readonly names: string;
  /** Names so common that they count only on spans and records of GenAI. @default false */
  readonly onGenAiOnly?: boolean;
}

/**
 * Every attribute known to hold what users, models and tools say. What a namespace of GenAI has beyond these is judged by
 * its last word (classify-attribute.ts).
 */
export const contentRows: readonly ContentRow[] = [
  row("OpenTelemetry", "input", "gen_ai.input.messages* gen_ai.prompt* gen_ai.memory.query.text"),
  row("OpenTelemetry", "output", "gen_ai.output.messages* gen_ai.completion*"),
  row("OpenTelemetry", "system", "gen_ai.system_instructions*"),
  row("OpenTelemetry", "tool", "gen_ai.tool.call.arguments* gen_ai.tool.call.result*"),
  row("OpenTelemetry", "tool", "gen_ai.tool.definitions*"),
  row("OpenTelemetry", "document", "gen_ai.retrieval.documents* gen_ai.memory.records*"),
  row("OpenTelemetry", "input", "gen_ai.retrieval.query.text"),
  row("OpenTelemetry", "output", "gen_ai.evaluation.explanation gen_ai.event.content"),
  row("OpenInference", "input", "input.value input.images* input.documents* input.audio*"),
  row("OpenInference", "output", "output.value output.images* output.documents* output.audio*"),
  row("OpenInference", "input", "llm.input_messages* llm.prompts* llm.prompt_template.*"),
  row("OpenInference", "output", "llm.output_messages* llm.function_call* llm.choices*"),
  row("OpenInference", "tool", "llm.tools* tool.parameters* tool.json_schema tool_call.*"),
  row("OpenInference", "input", "message.content* message.function_call_arguments_json"),
  row("OpenInference", "input", "message.tool_calls* message_content.* reranker.query"),
  row("OpenInference", "document", "retrieval.documents* reranker.input_documents*"),
  row(
    "OpenInference",
    "document",
    "reranker.output_documents* document.content document.metadata*",
  ),
  row("OpenInference", "vector", "embedding.embeddings* embedding.text embedding.vector*"),
  row("OpenInference", "output", "annotation.explanation evaluation.explanation audio.transcript"),
  row("OpenLLMetry", "input", "traceloop.entity.input* traceloop.prompt.template*"),
  row("OpenLLMetry", "output", "traceloop.entity.output* mcp.response.value"),
  row(
    "OpenLLMetry",
    "input",
    "gen_ai.guardrail.input gen_ai.content.prompt llm.request.functions*",
  ),
  row("OpenLLMetry", "output", "gen_ai.guardrail.output gen_ai.content.completion"),
  row("OpenLLMetry", "vector", "db.query.embeddings* db.vector.query.embeddings*"),
  row("OpenLLMetry", "document", "db.query.result.document* db.query.result.metadata*"),
  row("OpenLLMetry", "vector", "db.query.result.vector*"),
  row("AI SDK", "input", "ai.prompt ai.prompt.messages* ai.prompt.prompt* ai.prompt.format"),
  row("AI SDK", "system", "ai.prompt.system* ai.settings.system* ai.instructions"),
  row(
    "AI SDK",
    "tool",
    "ai.prompt.tools* ai.toolCall.args* ai.toolCall.input* ai.toolCall.result*",
  ),
  row("AI SDK", "tool", "ai.toolCall.output*"),
  row("AI SDK", "output", "ai.response.text ai.response.object ai.response.toolCalls"),
  row("AI SDK", "output", "ai.response.reasoning* ai.response.files* ai.result.* ai.decision.*"),
  row("AI SDK", "output", "ai.response.providerMetadata"),
  row("AI SDK", "input", "ai.value ai.values ai.request.text ai.documents* ai.ranking"),
  row("AI SDK", "input", "ai.schema ai.schema.description ai.settings.context.*"),
  row("AI SDK", "input", "ai.telemetry.metadata.*"),
  row("AI SDK", "vector", "ai.embedding ai.embeddings"),
  row("Langfuse", "input", "langfuse.observation.input* langfuse.trace.input*"),
  row("Langfuse", "output", "langfuse.observation.output* langfuse.trace.output*"),
  row("Langfuse", "input", "langfuse.observation.metadata* langfuse.trace.metadata*"),
  row("Langfuse", "output", "langfuse.experiment.item.expected_output"),
  row("Langfuse", "input", "langfuse.experiment.item.metadata*"),
  row("LangSmith", "input", "langsmith.inputs* langsmith.input* langsmith.metadata*"),
  row("LangSmith", "output", "langsmith.outputs* langsmith.output*"),
  row("LangSmith", "input", "gen_ai.serialized.doc gen_ai.request.extra_body"),
  row("Braintrust", "input", "braintrust.input* braintrust.expected* braintrust.metadata*"),
  row("Braintrust", "output", "braintrust.output*"),
  row("Logfire and Pydantic AI", "output", "all_messages_events pydantic_ai.all_messages*"),
  row("Logfire and Pydantic AI", "output", "pydantic_ai.final_result pydantic_ai.new_messages*"),
  late(
    "Logfire and Pydantic AI",
    "input",
    "all_messages events prompt request_data tool_arguments",
  ),
  late("Logfire and Pydantic AI", "output", "final_result response_data tool_response logfire.msg"),
  late(
    "Pipecat, Agno, CrewAI and others",
    "input",
    "content input inputs message messages query system_prompt text",
  ),
  late("OpenInference", "input", "metadata"),
  late("Pipecat, Agno, CrewAI and others", "output", "output outputs response completion result"),
  late("Pipecat, Agno, CrewAI and others", "tool", "arguments tools tool_calls parameters"),
  row("MLflow", "input", "mlflow.spanInputs* mlflow.traceInputs* mlflow.chat.tools*"),
  row("MLflow", "input", "mlflow.chat.messages*"),
  row("MLflow", "output", "mlflow.spanOutputs* mlflow.traceOutputs*"),
  row("Haystack", "input", "haystack.component.input* haystack.pipeline.input_data*"),
  row("Haystack", "output", "haystack.component.output* haystack.pipeline.output_data*"),
  row("CrewAI", "input", "crewai.crew.tasks crewai.crew.agents crewai.task.description"),
  row("CrewAI", "input", "crewai.agent.goal crewai.agent.backstory crewai.agents.* crewai.tasks.*"),
  row("CrewAI", "output", "crewai.crew.result crewai.task.output* crewai.task.expected_output"),
  late("CrewAI", "input", "crew_inputs crew_agents crew_tasks formatted_description"),
  late("CrewAI", "output", "crew_output task_output crew_tasks_output"),
  row(
    "LlamaIndex and LangChain",
    "input",
    "langchain.prompt* langchain.inputs* llama_index.query*",
  ),
  row("LlamaIndex and LangChain", "output", "langchain.outputs* llama_index.response*"),
  row("Google ADK", "input", "gcp.vertex.agent.llm_request gcp.vertex.agent.data"),
  row("Google ADK", "output", "gcp.vertex.agent.llm_response"),
  row("Google ADK", "tool", "gcp.vertex.agent.tool_call_args gcp.vertex.agent.tool_response"),
  row("Genkit", "input", "genkit:input genkit:metadata:context"),
  row("Genkit", "output", "genkit:output"),
  row("OpenLIT", "input", "gen_ai.retrieval.query gen_ai.memory.search.query gen_ai.tool.args"),
  row("OpenLIT", "input", "gen_ai.workflow.input gen_ai.agent.next_goal gen_ai.agent.memory"),
  row("OpenLIT", "output", "gen_ai.workflow.output gen_ai.content.reasoning gen_ai.response.image"),
  row("OpenLIT", "output", "gen_ai.agent.final_result gen_ai.agent.thinking gen_ai.agent.finish.*"),
  row("OpenLIT", "tool", "gen_ai.tool.input gen_ai.tool.output gen_ai.agent.action.*"),
  row("OpenLIT", "tool", "mcp.request.payload mcp.response.payload mcp.params mcp.result"),
  row("OpenLIT", "tool", "mcp.tool.arguments mcp.tool.result mcp.sampling.messages"),
  row("OpenLIT", "tool", "mcp.completion.* mcp.fastmcp.prompt.arguments mcp.progress.message"),
  row("OpenLIT", "tool", "mcp.auth.authorization_code mcp.auth.state mcp.error.data"),
  row("LiveKit Agents", "input", "lk.input_text lk.user_transcript lk.chat_ctx lk.user_input"),
  row("LiveKit Agents", "output", "lk.response.text lk.response.function_calls"),
  row("LiveKit Agents", "tool", "lk.function_tool.arguments lk.function_tool.output"),
  row("LiveKit Agents", "tool", "lk.function_tools lk.instructions"),
  row("LangWatch", "input", "langwatch.input langwatch.params langwatch.rag_contexts*"),
  row("LangWatch", "output", "langwatch.output"),
  row("AgentOps", "input", "agentops.entity.input* agentops.agent.inputs*"),
  row("AgentOps", "output", "agentops.entity.output* agentops.agent.outputs*"),
  row("Opik", "input", "opik.input opik.metadata*"),
  row("Opik", "output", "opik.output"),
  row("Weave", "input", "weave.input* wandb.input*"),
  row("Weave", "output", "weave.output* wandb.output*"),
  row("Mastra", "input", "mastra.input mastra.span.input mastra.metadata*"),
  row("Mastra", "output", "mastra.output mastra.span.output"),
  row("Spring AI", "input", "spring.ai.chat.client.user.* spring.ai.chat.client.system.*"),
  row("Spring AI", "document", "db.vector.query.content db.vector.query.response.documents"),
  row("Semantic Kernel", "tool", "sk.function.arguments sk.function.result"),
  row("Datadog", "input", "_ml_obs.meta.input.*"),
  row("Datadog", "output", "_ml_obs.meta.output.*"),
  row("OpenAI", "system", "openai.request.instructions openai.request.tools*"),
];

function row(product: string, kind: ContentKind, names: string): ContentRow {
  return { product, kind, names };
}

function late(product: string, kind: ContentKind, names: string): ContentRow {
  return { product, kind, names, onGenAiOnly: true };
}
