import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { after, test } from "node:test";

import { SpanStatusCode } from "@opentelemetry/api";

import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen } from "./server.test.support.ts";
import { instrumentUndici } from "./undici.ts";

const recorder = new Recorder();
after(instrumentUndici(DEFAULT_HTTP));
after(instrumentHttpServer(recorder.contextManager, DEFAULT_HTTP));

const traceparents: unknown[] = [];
const { port, server } = await listen((incoming, response) => {
  response.writeHead(incoming.url === "/refused" ? 403 : 200).end();
});
server.on("upgrade", (incoming, socket) => {
  traceparents.push(incoming.headers["traceparent"]);
  if (incoming.url === "/refused")
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  else echo(incoming, socket);
});

/** Accepts a WebSocket, greets, and answers its close. */
function echo(incoming: IncomingMessage, socket: Duplex): void {
  const key = `${incoming.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash("sha1").update(key).digest("base64");
  const head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  socket.write(`${head}Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.write(Buffer.from([0x81, 5, ...Buffer.from("hello")]));
  socket.on("error", () => undefined);
  socket.once("data", () => socket.end(Buffer.from([0x88, 2, 0x03, 0xe8])));
}

test("a WebSocket works, and its handshake is a span that ends with 101", async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat?token=s3cret`);
  const [message] = await once(socket, "message");
  assert.equal(message.data, "hello");
  socket.close();
  await once(socket, "close");
  const spans = await recorder.spans(1);
  assert.equal(spans.length, 1);
  const [span] = spans;
  assert.equal(span?.name, "GET");
  assert.equal(span.status.code, SpanStatusCode.UNSET);
  assert.equal(span.attributes["http.response.status_code"], 101);
  assert.match(String(span.attributes["url.full"]), /\/chat\?token=REDACTED$/);
  const { traceId, spanId } = span.spanContext();
  assert.deepEqual(traceparents, [`00-${traceId}-${spanId}-01`]);
});

test("a handshake that is refused is an error", async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/refused`);
  await new Promise((resolve) => {
    socket.addEventListener("error", resolve);
  });
  const [span] = await recorder.spans(1);
  assert.equal(span?.attributes["error.type"], "403");
  assert.deepEqual(recorder.errors, []);
});
