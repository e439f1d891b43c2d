import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { setTimeout as pause } from "node:timers/promises";
import { encodeResponse } from "../../packages/cli/src/otlp/response.ts";
import { signalSchemas } from "../../packages/cli/src/otlp/schema.ts";
import { signals, type Signal } from "../../packages/cli/src/otlp/signal.ts";
import { GARBAGE } from "./receiver-http.ts";
import type { Fault, Handling } from "./receiver.ts";

/** Treats one OTLP/gRPC call as the next fault says. Written on HTTP/2 itself, to break what a gRPC library would not. */
export async function answerGrpc(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { next, seen, receipts }: Handling,
): Promise<void> {
  stream.on("error", () => {});
  const path = String(headers[":path"]);
  const fault = next(path);
  if (fault.kind === "reset" && !fault.stores) return stream.session?.destroy();
  const body = await buffer(stream).then(unframe, () => undefined);
  if (body === undefined) return;
  seen.push({ path, headers, bytes: body.length, at: performance.now() });
  if (fault.kind === "hang" && fault.stores !== true) return;
  if (fault.kind === "slow") await pause(fault.afterMs);
  if (fault.kind === "drip") return drip(stream, fault.everyMs);
  if (fault.kind === "status") {
    stream.respond({ ":status": fault.status, ...fault.headers });
    stream.end(fault.body ?? "");
    return;
  }
  if (fault.kind === "code") return endCall(stream, fault);
  if (fault.kind === "garbage") return answer(stream, GARBAGE);
  if (fault.kind === "limit" && body.length > fault.bytes) {
    const message = `grpc: received message larger than max (${body.length} vs. ${fault.bytes})`;
    return endCall(stream, { code: 8, message });
  }
  const signal = signals.find((name) => path === `/${signalSchemas[name].service}/Export`);
  if (signal === undefined) return endCall(stream, { code: 12, message: `unknown method ${path}` });
  store(fault, { signal, body, stream, receipts });
}

/** A message is a flag, a length and the bytes ("Length-Prefixed-Message"). */
function unframe(data: Buffer): Buffer {
  const message = data.subarray(5, 5 + data.readUInt32BE(1));
  return data[0] === 1 ? gunzipSync(message) : message;
}

function store(
  fault: Fault,
  {
    signal,
    body,
    stream,
    receipts,
  }: { signal: Signal; body: Buffer; stream: ServerHttp2Stream } & Pick<Handling, "receipts">,
): void {
  const [count, reason] = fault.kind === "partial" ? [fault.rejected, fault.message] : [0, ""];
  try {
    receipts.store({ signal, encoding: "protobuf", body }, count);
  } catch (error) {
    return endCall(stream, { code: 3, message: String(error) });
  }
  if (fault.kind === "hang") return;
  if (fault.kind === "reset") return stream.close(constants.NGHTTP2_CANCEL);
  const isWarning = fault.kind === "partial" && count === 0;
  const response = isWarning
    ? // partial_success.error_message
      bytesField(1, bytesField(2, Buffer.from(reason)))
    : encodeResponse(signal, "protobuf", { count, reason });
  answer(stream, response);
}

function answer(stream: ServerHttp2Stream, message: Buffer): void {
  respond(stream, { code: 0 });
  stream.end(frame(message));
}

function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

interface Status {
  readonly code: number;
  readonly message?: string;
  readonly retryAfterMs?: number;
}

function endCall(stream: ServerHttp2Stream, status: Status): void {
  respond(stream, status);
  stream.end();
}

function respond(stream: ServerHttp2Stream, { code, message = "", retryAfterMs }: Status): void {
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.once("wantTrailers", () => {
    stream.sendTrailers({
      "grpc-status": String(code),
      // "Percent-Encoded": what is printable stays as it is, but for the sign itself.
      "grpc-message": message.replaceAll(/[^ -$&-~]+/g, encodeURIComponent),
      ...(retryAfterMs === undefined ? {} : { "grpc-status-details-bin": retryInfo(retryAfterMs) }),
    });
  });
}

/** A google.rpc.Status with one detail, a google.rpc.RetryInfo, in base64. */
function retryInfo(ms: number): string {
  const duration = Buffer.concat([
    varintField(1, Math.floor(ms / 1000)),
    varintField(2, (ms % 1000) * 1e6),
  ]);
  const any = Buffer.concat([
    bytesField(1, Buffer.from("type.googleapis.com/google.rpc.RetryInfo")),
    bytesField(2, bytesField(1, duration)),
  ]);
  return Buffer.concat([varintField(1, 14), bytesField(3, any)]).toString("base64");
}

function bytesField(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

function varintField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function drip(stream: ServerHttp2Stream, everyMs: number): void {
  stream.respond({ ":status": 200, "content-type": "application/grpc" });
  const timer = setInterval(() => stream.write("\0"), everyMs);
  stream.once("close", () => clearInterval(timer));
}
