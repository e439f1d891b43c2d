export * from "./attributes.ts";
export * from "./metrics.ts";
export * from "./values.ts";
export { startInvokeAgent } from "./agent.ts";
export type { AgentRequest } from "./agent.ts";
export { errorType, ERROR_TYPE_OTHER } from "./error-type.ts";
export type { Operation } from "./operation.ts";
export { startExecuteTool } from "./tool.ts";
export type { ToolRequest } from "./tool.ts";
