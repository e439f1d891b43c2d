import { ExportError, NO_COLLECTOR, TOO_MUCH } from "../explain-failure.ts";
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
  /** The host of the proxy, if there is one. grpc-js keeps to itself what it answered. */
  readonly proxy?: string | undefined;
}

/** The longest answer that our client reads; an odd number, to tell its complaint from a server's of the same kind. */
export const MAX_MESSAGE_BYTES: number = 64 * 1024 + 1;

/** Says what a gRPC failure means ("OTLP/gRPC Response", "OTLP/gRPC Throttling"). */
export function judgeGrpcFailure(
  { code, details, statusDetails, unreachable, proxy }: GrpcFailure,
  scrub: (text: string) => string,
): TransportResult {
  const name = names[code] ?? "UNKNOWN";
  const text = details === "" ? "" : `: ${scrub(details)}`;
  const error =
    unreachable && proxy !== undefined
      ? behindProxy(`${code} ${name}${text}`, { code: name, proxy })
      : new ExportError(`${code} ${name}${text}`, { code: name });
  const afterMs = readRetryDelay(statusDetails);
  const pause = afterMs === undefined ? {} : { afterMs };
  // A limit of the receiving library: the same message would be refused for ever.
  if (name === "OUT_OF_RANGE" && tooLarge.test(details))
    return { kind: "too-large", error: shrink(error) };
  if (details === "Received HTTP status code 413")
    return { kind: "too-large", error: shrink(error) };
  if (name !== "RESOURCE_EXHAUSTED") {
    if (!retryable.has(name)) return { kind: "failed", error };
    return { kind: "retry", unreachable, error, ...pause };
  }
  if (details.includes(`vs ${MAX_MESSAGE_BYTES})`))
    return { kind: "failed", error: noCollector(error) };
  // Repeating or dividing helps in only one of three cases of this code.
  if (afterMs !== undefined) return { kind: "retry", unreachable, error, ...pause };
  if (!tooLarge.test(details)) return { kind: "failed", error };
  return { kind: "too-large", error: shrink(error) };
}

function behindProxy(text: string, { code, proxy }: { code: string; proxy: string }): ExportError {
  const remedy = `See that the proxy runs and lets us through: its address and credentials are in HTTP_PROXY or HTTPS_PROXY`;
  return new ExportError(`no tunnel through the proxy ${proxy}: ${text}`, { code, remedy });
}

/** Our own client complains of the answer. */
function noCollector({ message, code }: ExportError): ExportError {
  return new ExportError(message, { code, remedy: NO_COLLECTOR });
}

function shrink({ message, code }: ExportError): ExportError {
  return new ExportError(message, { code, remedy: TOO_MUCH });
}

/** The texts of grpc-go, grpc-js and gRPC's C core; of grpc-java and .NET; of tonic and Envoy; of Google's services. */
const tooLarge =
  /larger than max|(?:message|size|length|payload)\b.*\bexceeds (?:the )?(?:max|limit)|too large/i;

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
