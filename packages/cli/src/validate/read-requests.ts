import { decodeRequest } from "../otlp/decode.ts";
import type { ExportRequests } from "../otlp/model.ts";
import { type Signal, signals } from "../otlp/signal.ts";

/** The text is not OTLP/JSON; the message says where. */
export class NotOtlpError extends Error {
  override name = "NotOtlpError";
}

/** An OTLP request of one of the signals. */
export type OtlpRequest = { [S in Signal]: { signal: S; request: ExportRequests[S] } }[Signal];

/**
 * Reads OTLP/JSON: one request, a list of them, or one per line as the Collector's file exporter writes them. Throws
 * {@link NotOtlpError}.
 */
export function readRequests(text: string): readonly OtlpRequest[] {
  return readDocuments(text).flatMap(({ place, document }) => {
    const items: readonly unknown[] = Array.isArray(document) ? document : [document];
    return items.map((item) => readRequest(item, place));
  });
}

interface Placed {
  /** Where the document is, for messages; "" for the only one. */
  readonly place: string;
  readonly document: unknown;
}

function readDocuments(text: string): readonly Placed[] {
  if (text.trim() === "") throw new NotOtlpError("there is nothing to read");
  try {
    return [{ place: "", document: JSON.parse(text) }];
  } catch (cause) {
    const lines = text.split("\n").map((line, index) => ({ line, place: `line ${index + 1}: ` }));
    const written = lines.filter(({ line }) => line.trim() !== "");
    if (written.length === 1) throw new NotOtlpError(`not JSON: ${messageOf(cause)}`, { cause });
    return written.map(({ line, place }) => ({ place, document: parseLine(line, place) }));
  }
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new NotOtlpError(`${place}not JSON: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readRequest(document: unknown, place: string): OtlpRequest {
  const known = typeof document === "object" && document !== null ? document : {};
  const signal = signals.find((each) => KEYS[each].some((key) => key in known));
  if (signal === undefined) {
    throw new NotOtlpError(
      `${place}no OTLP: expected resourceSpans, resourceMetrics or resourceLogs`,
    );
  }
  const body = Buffer.from(JSON.stringify(document));
  try {
    return read(signal, body);
  } catch (cause) {
    throw new NotOtlpError(`${place}${messageOf(cause)}`, { cause });
  }
}

const KEYS: Readonly<Record<Signal, readonly string[]>> = {
  traces: ["resourceSpans", "resource_spans"],
  metrics: ["resourceMetrics", "resource_metrics"],
  logs: ["resourceLogs", "resource_logs"],
};

function read(signal: Signal, body: Buffer): OtlpRequest {
  if (signal === "traces") return { signal, request: decodeRequest(signal, "json", body) };
  if (signal === "metrics") return { signal, request: decodeRequest(signal, "json", body) };
  return { signal, request: decodeRequest(signal, "json", body) };
}
