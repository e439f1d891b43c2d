import { GEN_AI_INVOKE_WORKFLOW_DURATION } from "../generated/metric-definitions.ts";
import type {
  CreateAgentAttributes,
  FetchResponseAttributes,
  InvokeRemoteAgentAttributes,
  InvokeWorkflowAttributes,
  MemoryAttributes,
  PlanAttributes,
  RetrievalAttributes,
} from "../generated/span-builders.ts";
import {
  SPAN_GEN_AI_CREATE_AGENT_CLIENT,
  SPAN_GEN_AI_FETCH_RESPONSE_CLIENT,
  SPAN_GEN_AI_INVOKE_AGENT_CLIENT,
  SPAN_GEN_AI_INVOKE_WORKFLOW_INTERNAL,
  SPAN_GEN_AI_MEMORY_CLIENT,
  SPAN_GEN_AI_PLAN_INTERNAL,
  SPAN_GEN_AI_RETRIEVAL_CLIENT,
} from "../generated/span-definitions.ts";
import { inAllVersions, OPERATION_DURATION } from "./metric-choices.ts";
import { runner } from "./run.ts";
import type { Runner } from "./run.ts";
import { simpleStart } from "./simple-operations.ts";
import type { SimpleOperation, SimpleOptions } from "./simple-operations.ts";

/** A request that is written in the attributes of its span. */
export type AttributeRequest<Attributes> = Attributes & { readonly options?: SimpleOptions };

type MessageContent = "gen_ai.input.messages" | "gen_ai.output.messages";
type AgentContent = MessageContent | "gen_ai.system_instructions" | "gen_ai.tool.definitions";
type RetrievalContent = "gen_ai.retrieval.query.text" | "gen_ai.retrieval.documents";
type MemoryContent = "gen_ai.memory.query.text" | "gen_ai.memory.records";

/** A running search for documents. */
export type Retrieval = SimpleOperation<RetrievalAttributes, RetrievalContent>;

/** Runs a search for documents: span `retrieval {data source}` and `gen_ai.client.operation.duration`. */
export const retrieval: Runner<
  AttributeRequest<RetrievalAttributes>,
  Retrieval
> = /* @__PURE__ */ runner(
  /* @__PURE__ */ simpleStart<RetrievalAttributes, RetrievalContent>(
    SPAN_GEN_AI_RETRIEVAL_CLIENT,
    OPERATION_DURATION,
    "data",
  ),
);

/** A running operation on a memory. */
export type Memory = SimpleOperation<MemoryAttributes, MemoryContent>;

/** Runs an operation on a memory: span `{operation}` and `gen_ai.client.operation.duration`. */
export const memory: Runner<AttributeRequest<MemoryAttributes>, Memory> = /* @__PURE__ */ runner(
  /* @__PURE__ */ simpleStart<MemoryAttributes, MemoryContent>(
    SPAN_GEN_AI_MEMORY_CLIENT,
    OPERATION_DURATION,
    "data",
  ),
);

/** A running fetch of an answer that was worked on in the background. */
export type FetchResponse = SimpleOperation<
  FetchResponseAttributes,
  Exclude<AgentContent, "gen_ai.input.messages">
>;

/** Runs the fetch of such an answer: span `fetch_response` and `gen_ai.client.operation.duration`. */
export const fetchResponse: Runner<
  AttributeRequest<FetchResponseAttributes>,
  FetchResponse
> = /* @__PURE__ */ runner(
  /* @__PURE__ */ simpleStart<
    FetchResponseAttributes,
    Exclude<AgentContent, "gen_ai.input.messages">
  >(SPAN_GEN_AI_FETCH_RESPONSE_CLIENT, OPERATION_DURATION, "model"),
);

/** A running creation of an agent. */
export type CreateAgent = SimpleOperation<CreateAgentAttributes, "gen_ai.system_instructions">;

/** Runs the creation of an agent: span `create_agent {agent}` and `gen_ai.client.operation.duration`. */
export const createAgent: Runner<
  AttributeRequest<CreateAgentAttributes>,
  CreateAgent
> = /* @__PURE__ */ runner(
  /* @__PURE__ */ simpleStart<CreateAgentAttributes, "gen_ai.system_instructions">(
    SPAN_GEN_AI_CREATE_AGENT_CLIENT,
    OPERATION_DURATION,
  ),
);

/** A running call of an agent that another service hosts. */
export type InvokeRemoteAgent = SimpleOperation<InvokeRemoteAgentAttributes, AgentContent>;

/** Runs the call of a remote agent: CLIENT span `invoke_agent {agent}` and `gen_ai.client.operation.duration`. */
export const invokeRemoteAgent: Runner<
  AttributeRequest<InvokeRemoteAgentAttributes>,
  InvokeRemoteAgent
> = /* @__PURE__ */ runner(
  /* @__PURE__ */ simpleStart<InvokeRemoteAgentAttributes, AgentContent>(
    SPAN_GEN_AI_INVOKE_AGENT_CLIENT,
    OPERATION_DURATION,
    "data",
  ),
);

/** A running workflow. */
export type InvokeWorkflow = SimpleOperation<InvokeWorkflowAttributes, MessageContent>;

/** Runs a workflow: span `invoke_workflow {workflow}` and `gen_ai.invoke_workflow.duration`. */
export const invokeWorkflow: Runner<
  AttributeRequest<InvokeWorkflowAttributes>,
  InvokeWorkflow
> = /* @__PURE__ */ runner(
  /* @__PURE__ */ simpleStart<InvokeWorkflowAttributes, MessageContent>(
    SPAN_GEN_AI_INVOKE_WORKFLOW_INTERNAL,
    /* @__PURE__ */ inAllVersions(GEN_AI_INVOKE_WORKFLOW_DURATION),
  ),
);

/** A running planning phase. */
export type Plan = SimpleOperation<PlanAttributes, never>;

/** Runs the planning phase of an agent: span `plan {agent}`; the conventions have no metric for it. */
export const plan: Runner<AttributeRequest<PlanAttributes>, Plan> = /* @__PURE__ */ runner(
  /* @__PURE__ */ simpleStart<PlanAttributes>(SPAN_GEN_AI_PLAN_INTERNAL, undefined),
);
