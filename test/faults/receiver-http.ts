import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { setTimeout as pause } from "node:timers/promises";
import { encodeResponse, encodeStatus } from "../../packages/cli/src/otlp/response.ts";
import type { Signal } from "../../packages/cli/src/otlp/signal.ts";
import type { Fault, Handling } from "./receiver.ts";

interface Payload {
  readonly signal: Signal;
  readonly encoding: "json" | "protobuf";
  readonly body: Buffer;
}

/** Treats one OTLP/HTTP request as the next fault says. */
export async function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  { next, seen, receipts }: Handling,
): Promise<void> {
  const { url: path = "", headers } = request;
  const fault = next(path);
  if (fault.kind === "reset" && !fault.stores) return void request.socket.resetAndDestroy();
  const payload = await readPayload(request).catch(() => undefined);
  // The client went away, or sent what is no OTLP request.
  if (payload === undefined) return void request.destroy();
  seen.push({ path, headers, bytes: payload.body.length, at: performance.now() });
  if (fault.kind === "hang" && fault.stores !== true) return;
  if (fault.kind === "slow") await pause(fault.afterMs);
  if (fault.kind === "drip") return drip(response, fault.everyMs);
  if (fault.kind === "status") {
    response.writeHead(fault.status, fault.headers).end(fault.body);
    return;
  }
  if (fault.kind === "limit" && payload.body.length > fault.bytes) {
    sendStatus(response, { status: 413, code: 8, payload });
    return;
  }
  if (fault.kind === "garbage") {
    response.writeHead(200, { "content-type": contentTypes[payload.encoding] }).end(GARBAGE);
    return;
  }
  store(fault, { payload, response, receipts });
}

/** Neither JSON nor protobuf: there is no such tag. */
export const GARBAGE: Buffer = Buffer.alloc(20, 0xff);

async function readPayload(request: IncomingMessage): Promise<Payload> {
  const { url = "", headers } = request;
  const signal = signals[url];
  if (signal === undefined) throw new Error(`no path of OTLP: ${url}`);
  const raw = await buffer(request);
  const body = headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
  const encoding = headers["content-type"] === "application/json" ? "json" : "protobuf";
  return { signal, encoding, body };
}

const signals: Readonly<Record<string, Signal>> = {
  "/v1/traces": "traces",
  "/v1/metrics": "metrics",
  "/v1/logs": "logs",
};

function store(
  fault: Fault,
  {
    payload,
    response,
    receipts,
  }: { payload: Payload; response: ServerResponse } & Pick<Handling, "receipts">,
): void {
  const { signal, encoding } = payload;
  const [count, reason] = fault.kind === "partial" ? [fault.rejected, fault.message] : [0, ""];
  try {
    receipts.store(payload, count);
  } catch {
    return sendStatus(response, { status: 400, code: 3, payload });
  }
  if (fault.kind === "hang") return;
  if (fault.kind === "reset") return void response.socket?.resetAndDestroy();
  const isWarning = fault.kind === "partial" && count === 0;
  const body = isWarning
    ? Buffer.from(JSON.stringify({ partialSuccess: { errorMessage: reason } }))
    : encodeResponse(signal, encoding, { count, reason });
  response.writeHead(200, {
    "content-type": isWarning ? "application/json" : contentTypes[encoding],
  });
  response.end(body);
}

const contentTypes = { json: "application/json", protobuf: "application/x-protobuf" } as const;

function sendStatus(
  response: ServerResponse,
  { status, code, payload: { encoding } }: { status: number; code: number; payload: Payload },
): void {
  response.writeHead(status, { "content-type": contentTypes[encoding] });
  response.end(encodeStatus(encoding, code, `refused with ${status}`));
}

function drip(response: ServerResponse, everyMs: number): void {
  response.writeHead(200, { "content-type": "application/x-protobuf", "content-length": 1000 });
  const timer = setInterval(() => response.write("\n"), everyMs);
  response.once("close", () => clearInterval(timer));
}
