import { SpanKind } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_ENCODING_FORMATS,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from "./attributes.ts";
import { startModelCall } from "./model-call.ts";
import type { ModelCall, ServerEndpoint } from "./model-call.ts";
import type { GenAiProviderName } from "./values.ts";

/** A call that turns texts into vectors. */
export interface EmbeddingsRequest {
  readonly provider: GenAiProviderName;
  /** Model asked for; part of the span name. */
  readonly model?: string | undefined;
  readonly server?: ServerEndpoint | undefined;
  /** Length of the vectors asked for. */
  readonly dimensions?: number | undefined;
  readonly encodingFormats?: readonly string[] | undefined;
}

/**
 * Begins an embeddings call: span `embeddings {model}` of kind CLIENT, and the metrics
 * `gen_ai.client.operation.duration` and `gen_ai.client.token.usage`.
 */
export function startEmbeddings(request: EmbeddingsRequest): ModelCall {
  return startModelCall({
    name: request.model === undefined ? "embeddings" : `embeddings ${request.model}`,
    kind: SpanKind.CLIENT,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: "embeddings",
      [ATTR_GEN_AI_PROVIDER_NAME]: request.provider,
      [ATTR_GEN_AI_REQUEST_MODEL]: request.model,
      [ATTR_SERVER_ADDRESS]: request.server?.address,
      [ATTR_SERVER_PORT]: request.server?.port,
      [ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT]: request.dimensions,
      [ATTR_GEN_AI_REQUEST_ENCODING_FORMATS]:
        request.encodingFormats === undefined ? undefined : [...request.encodingFormats],
    },
  });
}
