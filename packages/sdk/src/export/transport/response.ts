import { readFields } from "./wire.ts";

/** What an endpoint says of a request that it took. */
export interface ExportResponse {
  /** Items refused ("Partial Success"). */
  readonly rejected: number;
  /** Why, or a warning; "" for nothing. */
  readonly message: string;
}

/**
 * Reads an `Export…ServiceResponse` of any signal, whose fields have the same numbers and shape. An empty body is a
 * valid message. Throws an error when it is none, as a captive portal's page or a health check's "OK" are.
 */
export function readExportResponse(
  body: Uint8Array,
  encoding: "json" | "protobuf",
): ExportResponse {
  if (body.length === 0) return { rejected: 0, message: "" };
  return encoding === "json" ? readJson(body) : readProtobuf(body);
}

/** The text of a `google.rpc.Status`, the body of a failure; any other body as it is. */
export function readFailureText(body: Uint8Array, contentType: string): string {
  try {
    if (contentType === "application/x-protobuf") return readStatus(body).message;
    if (contentType === "application/json") {
      const { message = "" } = parseObject(body);
      if (typeof message === "string") return message;
    }
  } catch {
    // Not what it says it is: its bytes are the best there is.
  }
  return new TextDecoder().decode(body);
}

/** A `google.rpc.Status` with those details that matter here. */
export interface RpcStatus {
  readonly message: string;
  /** `google.rpc.RetryInfo`: the pause that the server asks for. */
  readonly retryAfterMs: number | undefined;
}

/** Reads a `google.rpc.Status`. Throws when it is none. */
export function readStatus(body: Uint8Array): RpcStatus {
  let message = "";
  let retryAfterMs: number | undefined;
  for (const { number, type, bytes } of readFields(body)) {
    if (type !== 2) continue;
    if (number === 2) message = new TextDecoder().decode(bytes);
    if (number === 3) retryAfterMs = readRetryInfo(bytes) ?? retryAfterMs;
  }
  return { message, retryAfterMs };
}

function readJson(body: Uint8Array): ExportResponse {
  const { partialSuccess } = parseObject(body);
  if (typeof partialSuccess !== "object" || partialSuccess === null) {
    return { rejected: 0, message: "" };
  }
  const fields = new Map<string, unknown>(Object.entries(partialSuccess));
  const message = fields.get("errorMessage");
  const rejected =
    fields.get("rejectedSpans") ??
    fields.get("rejectedDataPoints") ??
    fields.get("rejectedLogRecords") ??
    0;
  // Protobuf's JSON writes 64-bit numbers as text.
  return { rejected: wholeNumber(rejected), message: typeof message === "string" ? message : "" };
}

function parseObject(body: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError("no JSON object");
  }
  return Object.fromEntries(Object.entries(value));
}

function wholeNumber(value: unknown): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}

function readProtobuf(body: Uint8Array): ExportResponse {
  let response: ExportResponse = { rejected: 0, message: "" };
  for (const { number, type, bytes } of readFields(body)) {
    if (number === 1 && type === 2) response = readPartialSuccess(bytes);
  }
  return response;
}

function readPartialSuccess(message: Uint8Array): ExportResponse {
  let rejected = 0;
  let text = "";
  for (const { number, type, varint, bytes } of readFields(message)) {
    if (number === 1 && type === 0) rejected = wholeNumber(BigInt.asIntN(64, varint));
    if (number === 2 && type === 2) text = new TextDecoder().decode(bytes);
  }
  return { rejected, message: text };
}

/** Reads the `Duration` in an `Any` that holds a `RetryInfo`. */
function readRetryInfo(any: Uint8Array): number | undefined {
  const fields = [...readFields(any)];
  const url = fields.find(({ number }) => number === 1)?.bytes ?? new Uint8Array();
  if (!new TextDecoder().decode(url).endsWith("/google.rpc.RetryInfo")) return undefined;
  const info = fields.find(({ number, type }) => number === 2 && type === 2);
  const delay = [...readFields(info?.bytes ?? new Uint8Array())].find(({ number }) => number === 1);
  let ms = 0;
  for (const { number, varint } of readFields(delay?.bytes ?? new Uint8Array())) {
    const value = Number(BigInt.asIntN(64, varint));
    if (number === 1) ms += value * 1000;
    if (number === 2) ms += value / 1e6;
  }
  return Math.max(0, ms);
}
