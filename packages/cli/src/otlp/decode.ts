import type { ExportRequests } from "./model.ts";
import { readJsonMessage } from "./read-json.ts";
import { signalSchemas } from "./schema.ts";
import type { Signal } from "./signal.ts";

/** How an OTLP payload is written. */
export type Encoding = "protobuf" | "json";

/** The payload is not what its content type says; the message is fit to be sent to the client. */
export class OtlpDecodeError extends Error {
  override name = "OtlpDecodeError";
}

/** Reads one `Export…ServiceRequest`. Unknown fields are ignored. Throws {@link OtlpDecodeError}. */
export function decodeRequest<S extends Signal>(
  signal: S,
  encoding: Encoding,
  body: Buffer,
): ExportRequests[S] {
  const type = signalSchemas[signal].request;
  try {
    const plain =
      encoding === "protobuf"
        ? type.toObject(type.decode(body), { longs: String })
        : readJsonMessage(type, parseJson(body));
    // Both readers follow the schema, of which the model is the typed view.
    return plain;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OtlpDecodeError(`not a valid OTLP ${encoding} request for ${signal}: ${reason}`, {
      cause,
    });
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(body: Buffer): unknown {
  return JSON.parse(utf8.decode(body));
}
