import type { GenAiProviderName, ModelResponse, ServerEndpoint } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import type { Fields } from "../fields.ts";

/** How the requests and answers of one of OpenAI's APIs are read. */
export interface OpenAiApi {
  /** What a call is to the layers around it, which may have begun to record the same one. */
  readonly kind: "inference" | "embeddings";
  /** Begins the recording of a request. */
  start(params: Fields, endpoint: Endpoint): ModelCall;
  /** Reads a whole answer. */
  read(answer: Fields): ModelResponse;
  /**
   * Begins to read a streamed answer.
   *
   * @param maxText Most characters of contents that are put together; 0 where contents are not captured.
   */
  readStream(maxText: number): StreamReader;
}

/** Gathers what is recorded of a streamed answer. */
export interface StreamReader {
  /** Reads one chunk. */
  chunk(chunk: Fields): void;
  /** What is known so far. */
  result(): ModelResponse;
  /** What is missing of a stream that has ended as if it were whole; undefined where nothing is. */
  fault?(): Error | undefined;
}

/** Whom a client talks to. */
export interface Endpoint {
  readonly provider: GenAiProviderName;
  readonly server?: ServerEndpoint | undefined;
}
