import { context } from "@opentelemetry/api";
import { countCall } from "../agent-context.ts";
import type { AttributeRecord } from "../attribute-record.ts";
import type { InputMessages, SystemInstructions, ToolDefinitions } from "../content/types.ts";
import { SPAN_GEN_AI_CLIENT_INFERENCE } from "../generated/span-definitions.ts";
import type {
  GenAiOperationName,
  GenAiOutputType,
  GenAiProviderName,
} from "../generated/values.ts";
import { guard } from "../guard.ts";
import { recordInferenceTokens } from "../tokens/record-tokens.ts";
import { emitDetails, wantsDetails } from "./details-event.ts";
import {
  INFERENCE_DURATION,
  TIME_PER_OUTPUT_CHUNK,
  TIME_TO_FIRST_CHUNK,
} from "./metric-choices.ts";
import { startModelCall } from "./model-call.ts";
import type { ModelCall, ServerEndpoint } from "./model-call.ts";
import { alwaysStart } from "./always-start.ts";
import { runner } from "./run.ts";
import type { Runner } from "./run.ts";

/** A call that lets a model generate something. */
export interface InferenceRequest {
  /** @default "chat" */
  readonly operation?: GenAiOperationName | undefined;
  readonly provider: GenAiProviderName;
  /** Model asked for; part of the span name. */
  readonly model?: string | undefined;
  readonly server?: ServerEndpoint | undefined;
  /** @default that of the agent run around the call */
  readonly conversationId?: string | undefined;
  readonly outputType?: GenAiOutputType | undefined;
  /** Whether the answer is streamed. */
  readonly stream?: boolean | undefined;
  /** Number of answers asked for. */
  readonly choiceCount?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topK?: number | undefined;
  readonly topP?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly seed?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly reasoningLevel?: string | undefined;
  readonly promptName?: string | undefined;
  readonly promptVersion?: string | undefined;
  readonly previousResponseId?: string | undefined;
  /** What is asked. Only called where contents are captured. */
  readonly input?: (() => InferenceInput) | undefined;
  /** Ends the call as failed when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** `internal` where the model runs in this process. @default "client" */
  readonly kind?: "client" | "internal" | undefined;
  /** Further attributes, such as those of one provider. Never message content. */
  readonly attributes?: AttributeRecord | undefined;
}

/** The contents of a request to a model. */
export interface InferenceInput {
  readonly messages?: InputMessages | undefined;
  readonly systemInstructions?: SystemInstructions | undefined;
  readonly toolDefinitions?: ToolDefinitions | undefined;
}

/**
 * Begins a model call: span `{operation} {model}` of kind CLIENT, and the metrics of duration, first chunk, time
 * between chunks and tokens. Where events are asked for, its end also emits
 * `gen_ai.client.inference.operation.details`.
 *
 * @example
 * const call = startInference({ provider: "openai", model: "gpt-5", stream: true });
 * await context.with(call.context, send);
 * call.chunk(); // for each chunk of a stream
 * call.response({ usage: { inputTokens: 12, outputTokens: 7 } });
 * call.end(); // or end(error)
 */
export const startInference: (request: InferenceRequest) => ModelCall =
  /* @__PURE__ */ alwaysStart(beginInference);

function beginInference(request: Partial<InferenceRequest>): ModelCall {
  const parent = context.active();
  const event = guard(wantsDetails) === true;
  const call = startModelCall(
    {
      definition: SPAN_GEN_AI_CLIENT_INFERENCE,
      attributes: () => describe(request),
      kind: request.kind,
      parent,
      signal: request.signal,
      event,
      modelCall: "inference",
      call: "inference",
    },
    METRICS,
  );
  countCall(parent, "inference");
  const { operation } = call;
  if (request.input !== undefined) {
    const input = once(request.input);
    operation.content("gen_ai.input.messages", () => input().messages);
    operation.content("gen_ai.system_instructions", () => input().systemInstructions);
    operation.content("gen_ai.tool.definitions", () => input().toolDefinitions);
  }
  if (event) operation.beforeEnd(() => emitDetails(operation));
  return call;
}

/**
 * Runs a model call inside its span and ends it with what `run` returns or throws; a stream passed through
 * `call.stream` ends it instead. `inference.start` is {@link startInference}.
 *
 * @example
 * const answer = await inference({ provider: "openai", model: "gpt-5" }, async (call) => {
 *   const answer = await ask(question);
 *   call.response({ id: answer.id, usage: usageFromOpenAi(answer.usage) });
 *   return answer;
 * });
 */
export const inference: Runner<InferenceRequest, ModelCall> =
  /* @__PURE__ */ runner(startInference);

function once<T>(read: () => T): () => T {
  let value: { readonly read: T } | undefined;
  return () => (value ??= { read: read() }).read;
}

const METRICS = {
  duration: INFERENCE_DURATION,
  timeToFirstChunk: TIME_TO_FIRST_CHUNK,
  timePerOutputChunk: TIME_PER_OUTPUT_CHUNK,
  tokens: recordInferenceTokens,
};

function describe(request: Partial<InferenceRequest>): AttributeRecord {
  return {
    "gen_ai.operation.name": request.operation ?? "chat",
    "gen_ai.provider.name": request.provider,
    "gen_ai.request.model": request.model,
    "server.address": request.server?.address,
    "server.port": request.server?.port,
    "gen_ai.conversation.id": request.conversationId,
    "gen_ai.output.type": request.outputType,
    // The conventions want these two only where they say something: more than one answer, and streaming.
    "gen_ai.request.choice.count": request.choiceCount === 1 ? undefined : request.choiceCount,
    "gen_ai.request.stream": request.stream === true ? true : undefined,
    "gen_ai.request.max_tokens": request.maxTokens,
    "gen_ai.request.temperature": request.temperature,
    "gen_ai.request.top_k": request.topK,
    "gen_ai.request.top_p": request.topP,
    "gen_ai.request.frequency_penalty": request.frequencyPenalty,
    "gen_ai.request.presence_penalty": request.presencePenalty,
    "gen_ai.request.seed": request.seed,
    "gen_ai.request.stop_sequences": request.stopSequences,
    "gen_ai.request.reasoning.level": request.reasoningLevel,
    "gen_ai.prompt.name": request.promptName,
    "gen_ai.prompt.version": request.promptVersion,
    "gen_ai.request.previous_response.id": request.previousResponseId,
    ...request.attributes,
  };
}
