import { ExportError } from "../explain-failure.ts";
import { readStatus } from "./response.ts";
import type { TransportResult } from "./transport.ts";

/** How a gRPC call ended that did not end with OK. */
export interface GrpcFailure {
  readonly code: number;
  /** The server's words, or those of our own client. */
  readonly details: string;
  /** The trailer `grpc-status-details-bin`: a `google.rpc.Status`. */
  readonly statusDetails: Uint8Array | undefined;
  /** True when no connection came about. */
  readonly unreachable: boolean;
}

/** The longest answer that our client reads; an odd number, to tell its complaint from a server's of the same kind. */
export const MAX_MESSAGE_BYTES: number = 64 * 1024 + 1;

/** Says what a gRPC failure means ("OTLP/gRPC Response", "OTLP/gRPC Throttling"). */
export function judgeGrpcFailure(
  { code, details, statusDetails, unreachable }: GrpcFailure,
  scrub: (text: string) => string,
): TransportResult {
  const name = names[code] ?? "UNKNOWN";
  const text = details === "" ? "" : `: ${scrub(details)}`;
  const error = new ExportError(`${code} ${name}${text}`, { code: name });
  const afterMs = readRetryDelay(statusDetails);
  const pause = afterMs === undefined ? {} : { afterMs };
  if (name !== "RESOURCE_EXHAUSTED") {
    if (!retryable.has(name)) return { kind: "failed", error };
    return { kind: "retry", unreachable, error, ...pause };
  }
  if (details.includes(`vs ${MAX_MESSAGE_BYTES})`))
    return { kind: "failed", error: noCollector(error) };
  // Repeating or dividing helps in only one of three cases of this code.
  if (afterMs !== undefined) return { kind: "retry", unreachable, error, ...pause };
  return { kind: tooLarge.test(details) ? "too-large" : "failed", error };
}

/** Our own client complains of the answer. */
function noCollector({ message, code }: ExportError): ExportError {
  const remedy =
    "Something other than a Collector answers there: correct OTEL_EXPORTER_OTLP_ENDPOINT";
  return new ExportError(message, { code, remedy });
}

/** The texts of grpc-go, grpc-java, grpc-js and Envoy. */
const tooLarge = /larger than max|exceeds maximum|too large/i;

const retryable = new Set([
  "CANCELLED",
  "DEADLINE_EXCEEDED",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNAVAILABLE",
  "DATA_LOSS",
]);

const names = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

function readRetryDelay(statusDetails: Uint8Array | undefined): number | undefined {
  if (statusDetails === undefined) return undefined;
  try {
    return readStatus(statusDetails).retryAfterMs;
  } catch {
    // No google.rpc.Status: then it asks for no pause.
    return undefined;
  }
}
