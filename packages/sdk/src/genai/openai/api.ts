import type {
  GenAiProviderName,
  ModelCall,
  ModelResponse,
  ServerEndpoint,
} from "@agent-otel/semconv-genai";
import type { Fields } from "../fields.ts";

/** How the requests and answers of one of OpenAI's APIs are read. */
export interface OpenAiApi {
  /** Begins the recording of a request. */
  start(params: Fields, endpoint: Endpoint): ModelCall;
  /** Reads a whole answer. */
  read(answer: Fields): ModelResponse;
  /** Begins to read a streamed answer. */
  readStream(): StreamReader;
}

/** Gathers what is recorded of a streamed answer. */
export interface StreamReader {
  /** Reads one chunk. */
  chunk(chunk: Fields): void;
  /** What is known so far. */
  result(): ModelResponse;
}

/** Whom a client talks to. */
export interface Endpoint {
  readonly provider: GenAiProviderName;
  readonly server?: ServerEndpoint | undefined;
}
