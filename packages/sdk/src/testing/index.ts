export { type Canary, plantCanary } from "../content-policy/canary.ts";
export {
  agentTree,
  agentTreeNodes,
  type AgentTreeNode,
  type AgentTreeOptions,
} from "./agent-tree.ts";
export { assertGenAiConformance } from "./assert-gen-ai-conformance.ts";
export {
  captureTelemetry,
  type CaptureOptions,
  type TelemetryCapture,
} from "./capture-telemetry.ts";
export type { CapturedLog, CapturedMetric, CapturedPoint, CapturedSpan } from "./captured.ts";
export type { ConformanceFacts } from "./conformance/evidence.ts";
