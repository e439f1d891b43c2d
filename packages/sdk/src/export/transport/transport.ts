import type { OtlpProtocol } from "../../config/config.ts";
import type { Batch } from "../batch.ts";

/** Sends one batch to one endpoint; knows nothing of queues, retries or counts. */
export interface Transport {
  /** Where it sends: the whole URL for HTTP, scheme, host and port for gRPC; no credentials. */
  readonly url: string;
  readonly protocol: OtlpProtocol;
  /**
   * Sends the batch once. Settles within the transport's own deadline, which covers name resolution, connection,
   * TLS, request and response; `signal` ends it earlier. Never rejects, and leaves the batch as it is.
   */
  send(batch: Batch, signal: AbortSignal): Promise<TransportResult>;
  /** Closes connections; requests under way fail. Never rejects. */
  close(): Promise<void>;
}

/** How an attempt ended. The errors' messages are scrubbed of our own credentials, but not yet shortened. */
export type TransportResult =
  | {
      readonly kind: "delivered";
      /** Items that the endpoint refused ("Partial Success"). */
      readonly rejected: number;
      /** The endpoint's words about a partial success, or a warning with nothing refused. */
      readonly message?: string;
    }
  | {
      /** Worth another attempt with the same bytes. */
      readonly kind: "retry";
      /** The pause that the server asks for, in milliseconds. */
      readonly afterMs?: number;
      /** True when no connection came about, so that the endpoint cannot have seen the batch. */
      readonly unreachable: boolean;
      readonly error: Error;
    }
  /** The endpoint takes no request of this size. */
  | { readonly kind: "too-large"; readonly error: Error }
  /** Refused for good, or answered with what is no OTLP. */
  | { readonly kind: "failed"; readonly error: Error };
