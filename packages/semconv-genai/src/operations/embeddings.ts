import type { AttributeRecord } from "../attribute-record.ts";
import { SPAN_GEN_AI_CLIENT_EMBEDDINGS } from "../generated/span-definitions.ts";
import type { GenAiProviderName } from "../generated/values.ts";
import { recordEmbeddingsTokens } from "../tokens/record-tokens.ts";
import { EMBEDDINGS_DURATION } from "./metric-choices.ts";
import { startModelCall } from "./model-call.ts";
import type { ModelCall, ServerEndpoint } from "./model-call.ts";
import { alwaysStart } from "./always-start.ts";
import { runner } from "./run.ts";
import type { Runner } from "./run.ts";

/** A call that turns texts into vectors. */
export interface EmbeddingsRequest {
  readonly provider: GenAiProviderName;
  /** Model asked for; part of the span name. */
  readonly model?: string | undefined;
  readonly server?: ServerEndpoint | undefined;
  /** Length of the vectors asked for. */
  readonly dimensions?: number | undefined;
  readonly encodingFormats?: readonly string[] | undefined;
  /** Ends the call as failed when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Further attributes, such as those of one provider. */
  readonly attributes?: AttributeRecord | undefined;
}

/** Begins an embeddings call: span `embeddings {model}` of kind CLIENT, and the metrics of duration and tokens. */
export const startEmbeddings: (request: EmbeddingsRequest) => ModelCall =
  /* @__PURE__ */ alwaysStart(beginEmbeddings);

function beginEmbeddings(request: Partial<EmbeddingsRequest>): ModelCall {
  return startModelCall(
    {
      definition: SPAN_GEN_AI_CLIENT_EMBEDDINGS,
      attributes: () => ({
        "gen_ai.operation.name": "embeddings",
        "gen_ai.provider.name": request.provider,
        "gen_ai.request.model": request.model,
        "server.address": request.server?.address,
        "server.port": request.server?.port,
        "gen_ai.embeddings.dimension.count": request.dimensions,
        "gen_ai.request.encoding_formats": request.encodingFormats,
        ...request.attributes,
      }),
      signal: request.signal,
      modelCall: "embeddings",
      call: "model",
    },
    { duration: EMBEDDINGS_DURATION, tokens: recordEmbeddingsTokens },
  );
}

/** Runs an embeddings call inside its span; see {@link startEmbeddings}. */
export const embeddings: Runner<EmbeddingsRequest, ModelCall> =
  /* @__PURE__ */ runner(startEmbeddings);
