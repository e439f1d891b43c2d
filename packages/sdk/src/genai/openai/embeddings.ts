import { startEmbeddings, usageFromOpenAi } from "@agent-otel/semconv-genai";
import { number, text } from "../fields.ts";
import type { OpenAiApi } from "./api.ts";

/** `embeddings.create`. */
export const embeddingsApi: OpenAiApi = {
  kind: "embeddings",
  start: (params, endpoint) => {
    const format = text(params["encoding_format"]);
    return startEmbeddings({
      ...endpoint,
      model: text(params["model"]),
      dimensions: number(params["dimensions"]),
      encodingFormats: format === undefined ? undefined : [format],
    });
  },
  // The answer names no model of its own worth an id, and has no output tokens.
  read: (answer) => ({ model: text(answer["model"]), usage: usageFromOpenAi(answer["usage"]) }),
  // This API does not stream; an answer that does is only timed.
  readStream: () => ({ chunk: () => undefined, result: () => ({}) }),
};
