export { agent, type AgentOptions, type AgentRun } from "./agent/agent.ts";
export {
  type ConversationProcessor,
  conversationProcessor,
} from "./agent/conversation-processor.ts";
export { conversation } from "./agent/conversation.ts";
export { evaluation, type EvaluationResult } from "./agent/evaluation.ts";
export { memory, type MemoryOptions, type MemoryRun } from "./agent/memory.ts";
export { plan, type PlanOptions } from "./agent/plan.ts";
export { retrieval, type RetrievalOptions, type RetrievalRun } from "./agent/retrieval.ts";
export { tool, type ToolOptions } from "./agent/tool.ts";
export { workflow, type WorkflowOptions } from "./agent/workflow.ts";
