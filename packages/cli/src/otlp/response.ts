import type { Encoding } from "./decode.ts";
import { signalSchemas, statusType } from "./schema.ts";
import type { Signal } from "./signal.ts";

/** What a receiver refused of an otherwise accepted request. */
export interface Rejection {
  /** How many spans, data points or log records. */
  count: number;
  /** Why, for the sender's developer; "" when nothing was refused. */
  reason: string;
}

/**
 * Writes an `Export…ServiceResponse`. As the Collector does, JSON always names `partialSuccess`, protobuf only when
 * something was refused (OTLP specification, "Partial Success").
 */
export function encodeResponse(signal: Signal, encoding: Encoding, rejection: Rejection): Buffer {
  const { response, rejectedField } = signalSchemas[signal];
  const { count, reason } = rejection;
  if (encoding === "json") {
    const partialSuccess =
      count === 0 ? {} : { [rejectedField]: String(count), errorMessage: reason };
    return Buffer.from(JSON.stringify({ partialSuccess }));
  }
  if (count === 0) return Buffer.alloc(0);
  const message = { partialSuccess: { [rejectedField]: count, errorMessage: reason } };
  return Buffer.from(response.encode(response.fromObject(message)).finish());
}

/** Writes a `google.rpc.Status`, the body of an OTLP/HTTP failure. `code` is a gRPC status code. */
export function encodeStatus(encoding: Encoding, code: number, message: string): Buffer {
  if (encoding === "json") return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.from(statusType.encode(statusType.fromObject({ code, message })).finish());
}
