import { context, SpanKind } from "@opentelemetry/api";
import { getAgentContext } from "./agent-context.ts";
import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_TYPE,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_CHOICE_COUNT,
  ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY,
  ATTR_GEN_AI_REQUEST_REASONING_LEVEL,
  ATTR_GEN_AI_REQUEST_SEED,
  ATTR_GEN_AI_REQUEST_STOP_SEQUENCES,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
  ATTR_GEN_AI_REQUEST_TOP_K,
  ATTR_GEN_AI_REQUEST_TOP_P,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from "./attributes.ts";
import { startModelCall } from "./model-call.ts";
import type { ModelCall, ServerEndpoint } from "./model-call.ts";
import type { AttributeRecord } from "./operation.ts";
import type { GenAiOperationName, GenAiOutputType, GenAiProviderName } from "./values.ts";

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
  /** Further attributes, such as those of one provider. Never message content. */
  readonly attributes?: AttributeRecord | undefined;
}

/**
 * Begins a model call: span `{operation} {model}` of kind CLIENT, and the metrics
 * `gen_ai.client.operation.duration`, `gen_ai.client.operation.time_to_first_chunk` and `gen_ai.client.token.usage`.
 *
 * @example
 * const call = startInference({ provider: "openai", model: "gpt-5", stream: true });
 * await context.with(call.context, send);
 * call.chunk(); // for each chunk of a stream
 * call.response({ usage: { inputTokens: 12, outputTokens: 7 } });
 * call.end(); // or end(error)
 */
export function startInference(request: InferenceRequest): ModelCall {
  const operation = request.operation ?? "chat";
  return startModelCall({
    name: request.model === undefined ? operation : `${operation} ${request.model}`,
    kind: SpanKind.CLIENT,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: operation,
      [ATTR_GEN_AI_PROVIDER_NAME]: request.provider,
      [ATTR_GEN_AI_REQUEST_MODEL]: request.model,
      [ATTR_SERVER_ADDRESS]: request.server?.address,
      [ATTR_SERVER_PORT]: request.server?.port,
      [ATTR_GEN_AI_CONVERSATION_ID]:
        request.conversationId ?? getAgentContext(context.active()).conversationId,
      ...parameters(request),
      ...request.attributes,
    },
  });
}

function parameters(request: InferenceRequest): AttributeRecord {
  return {
    [ATTR_GEN_AI_OUTPUT_TYPE]: request.outputType,
    // The conventions want these two only where they say something: more than one answer, and streaming.
    [ATTR_GEN_AI_REQUEST_CHOICE_COUNT]: request.choiceCount === 1 ? undefined : request.choiceCount,
    [ATTR_GEN_AI_REQUEST_STREAM]: request.stream === true ? true : undefined,
    [ATTR_GEN_AI_REQUEST_MAX_TOKENS]: request.maxTokens,
    [ATTR_GEN_AI_REQUEST_TEMPERATURE]: request.temperature,
    [ATTR_GEN_AI_REQUEST_TOP_K]: request.topK,
    [ATTR_GEN_AI_REQUEST_TOP_P]: request.topP,
    [ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY]: request.frequencyPenalty,
    [ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY]: request.presencePenalty,
    [ATTR_GEN_AI_REQUEST_SEED]: request.seed,
    [ATTR_GEN_AI_REQUEST_STOP_SEQUENCES]:
      request.stopSequences === undefined ? undefined : [...request.stopSequences],
    [ATTR_GEN_AI_REQUEST_REASONING_LEVEL]: request.reasoningLevel,
  };
}
