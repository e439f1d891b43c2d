/**
 * Beginnings of the names of attributes that only GenAI spans have. An attribute of another name says nothing of the span
 * it is on.
 */
const namespaces: readonly string[] = [
  "_ml_obs.",
  "agentops.",
  "ai.",
  "anthropic.",
  "braintrust.",
  "crewai.",
  "gcp.vertex.agent.",
  "gen_ai.",
  "genkit:",
  "haystack.",
  "langchain.",
  "langfuse.",
  "langgraph.",
  "langsmith.",
  "langwatch.",
  "lk.",
  "llama_index.",
  "llm.",
  "mastra.",
  "mcp.",
  "mlflow.",
  "openai.",
  "openinference.",
  "opik.",
  "pydantic_ai.",
  "sk.",
  "spring.ai.",
  "traceloop.",
  "wandb.",
  "weave.",
];

/** What products copy to every span of a trace, the spans of a database too. */
const carried =
  /^(?:gen_ai\.(?:conversation\.id|agent\.(?:id|name))|langfuse\.(?:environment|release|version|user\.|session\.|trace\.)|traceloop\.(?:association|workflow|entity\.path))/;

const byFirstLetter = new Map<string, readonly string[]>();
for (const namespace of namespaces) {
  const letter = namespace.charAt(0);
  byFirstLetter.set(letter, [...(byFirstLetter.get(letter) ?? []), namespace]);
}

/** Whether an attribute's name belongs to a product or convention of GenAI. */
export function isGenAiName(key: string): boolean {
  const candidates = byFirstLetter.get(key.charAt(0));
  return candidates?.some((namespace) => key.startsWith(namespace)) === true;
}

/** Whether an attribute tells that the span it is on is one of GenAI. */
export function marksGenAi(key: string): boolean {
  return isGenAiName(key) && !carried.test(key);
}

/** Whether the instrumentation scope is one of GenAI. */
export function isGenAiScope(name: string): boolean {
  let known = scopes.get(name);
  if (known === undefined) {
    known = name === "ai" || scopeWords.test(name);
    if (scopes.size < MAX_SCOPES) scopes.set(name, known);
  }
  return known;
}

const scopes = new Map<string, boolean>();
const MAX_SCOPES = 1000;

const scopeWords =
  /(?<![a-z])(?:a2a|agentops|agno|ai-sdk|anthropic|autogen|bedrock|braintrust|claude|cohere|crewai|dspy|gemini|gen[-_]?ai|genkit|groq|haystack|langchain|langfuse|langgraph|langsmith|litellm|llama-?index|llm|mastra|mcp|mistral(?:ai)?|modelcontextprotocol|ollama|openai|openinference|openlit|opik|pydantic[-_]ai|semantic[-_]kernel|smolagents|strands|traceloop|vercel-ai|vertexai)(?![a-z])/i;
