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
 * valid message. Throws an error when it is none, as a captive portal's page, a health check's "OK" or an error that
 * comes with a status of success are: of fields beside `partial_success` OTLP has none.
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
  const { partialSuccess, partial_success: original, ...others } = parseObject(body);
  const [foreign] = Object.keys(others);
  if (foreign !== undefined) throw new TypeError(`no field of a response: ${foreign}`);
  const { errorMessage, error_message, ...counts } = objectOrNothing(partialSuccess ?? original);
  const message = errorMessage ?? error_message ?? "";
  if (typeof message !== "string") throw new TypeError("the message is no text");
  const given = countNames.map((name) => wholeNumber(counts[name] ?? 0));
  return { rejected: Math.max(0, ...given), message };
}

/** As protobuf's JSON writes the names, and as they are in the original. */
const countNames = [
  "Spans",
  "DataPoints",
  "LogRecords",
  "_spans",
  "_data_points",
  "_log_records",
].map((items) => `rejected${items}`);

function parseObject(body: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  if (value === null) throw new TypeError("no JSON object");
  return objectOrNothing(value);
}

/** Protobuf's JSON writes null for a field that is not there. */
function objectOrNothing(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new TypeError("no JSON object");
  return Object.fromEntries(Object.entries(value));
}

/** A 64-bit number, which protobuf's JSON writes as text. */
function wholeNumber(value: unknown): number {
  const isNumber = typeof value === "string" ? /^-?\d+$/.test(value) : typeof value === "number";
  const number = isNumber ? Number(value) : Number.NaN;
  if (!Number.isInteger(number) || Math.abs(number) > 2 ** 63) {
    throw new TypeError("a count is no whole number");
  }
  return number;
}

function readProtobuf(body: Uint8Array): ExportResponse {
  let response: ExportResponse = { rejected: 0, message: "" };
  for (const { number, type, bytes } of readFields(body)) {
    if (number !== 1 || type !== 2) throw new RangeError(`no field of a response: ${number}`);
    response = readPartialSuccess(bytes);
  }
  return response;
}

function readPartialSuccess(message: Uint8Array): ExportResponse {
  let rejected = 0;
  let text = "";
  for (const { number, type, varint, bytes } of readFields(message)) {
    if ((number === 1 && type !== 0) || (number === 2 && type !== 2)) {
      throw new RangeError(`a field of another type: ${number}`);
    }
    if (number === 1) rejected = Math.max(0, Number(BigInt.asIntN(64, varint)));
    if (number === 2) text = new TextDecoder().decode(bytes);
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
