import type { ClientRequest, IncomingMessage } from "node:http";

import { type Attachment, createAttachment } from "../attachment.ts";
import type { ClientExchange } from "./http-client-span.ts";
import type { Emit } from "./http-emit.ts";

/** What is known about one request of `node:http` that is under way. */
export interface HttpClientRequest {
  readonly request: ClientRequest;
  readonly exchange: ClientExchange;
  /** The `emit` of the request before ours. */
  readonly requestEmit: Emit;
  /** The answer, once it has begun, and its `emit` before ours. */
  answer: { readonly response: IncomingMessage; readonly emit: Emit } | undefined;
  /** Type of the error that the request failed with, if it did. */
  failure: string | undefined;
  /** True when the port of the origin could not be told: the connection's own counts then. */
  readonly guessedPort: boolean;
}

/** On the request, and on the answer. */
export const clientRequests: Attachment<HttpClientRequest> = createAttachment();
