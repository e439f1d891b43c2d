import assert from "node:assert/strict";
import { once } from "node:events";
import { constants, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";

import { context, propagation, trace } from "@opentelemetry/api";

import { instrumentHttpServer } from "./http-server.ts";
import { ask, open } from "./http2.test.support.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { textOf } from "./server.test.support.ts";

const recorder = new Recorder();
after(
  instrumentHttpServer(recorder.contextManager, { ...DEFAULT_HTTP, ignorePaths: ["/healthz"] }),
);

function activeId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().spanId;
}

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

function ignore(): void {
  // Streams are broken off on purpose.
}

const seen: unknown[] = [];
const plain = createServer();
plain.on("stream", (stream, headers) => {
  const active = trace.getSpanContext(context.active());
  seen.push([
    headers[":path"],
    active?.spanId,
    propagation.getActiveBaggage()?.getEntry("a")?.value,
  ]);
  stream.on("error", ignore);
  stream.on("close", () => seen.push(["close", activeId()]));
  if (headers[":path"] === "/never") return;
  if (headers[":path"] === "/half") {
    stream.respond({ ":status": 200 });
    stream.write("half", () => {
      stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    });
    return;
  }
  stream.respond({ ":status": 503 });
  stream.end("no");
});
plain.listen(0, "127.0.0.1");
await once(plain, "listening");
after(() => plain.close());
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has an address
const plainUrl = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;

test("streams without the compatible API are spans too, which end with the stream", async () => {
  const session = await open(plainUrl);
  await ask(session, "/a", { headers: { traceparent, baggage: "a=1" } });
  const half = session.request({ ":path": "/half" });
  half.on("error", ignore).resume();
  await once(half, "close");
  const given = session.request({ ":path": "/never" });
  given.on("error", ignore);
  await new Promise((resolve) => {
    plain.once("stream", resolve);
  });
  given.close(constants.NGHTTP2_CANCEL);
  const spans = await recorder.spans(3);
  assert.deepEqual(
    spans.map(({ attributes }) => [
      attributes["url.path"],
      attributes["http.response.status_code"],
      attributes["error.type"],
    ]),
    [
      ["/a", 503, "503"],
      ["/half", 200, "aborted"],
      ["/never", undefined, "aborted"],
    ],
  );
  const ids = spans.map((span) => span.spanContext().spanId);
  assert.deepEqual(seen, [
    ["/a", ids[0], "1"],
    ["close", ids[0]],
    ["/half", ids[1], undefined],
    ["close", ids[1]],
    ["/never", ids[2], undefined],
    ["close", ids[2]],
  ]);
});

test("an ignored path, a call of gRPC and a tunnel make no span", async () => {
  seen.length = 0;
  const session = await open(plainUrl);
  await ask(session, "/healthz");
  await ask(session, "/pkg.Service/Method", {
    headers: { "content-type": "application/grpc+proto" },
  });
  const tunnel = session.request({ ":method": "CONNECT", ":authority": "b:443", traceparent });
  tunnel.resume().end();
  assert.equal(await textOf(tunnel), "no");
  assert.deepEqual(await recorder.spans(0), []);
  assert.deepEqual(
    seen.filter((each) => Array.isArray(each) && each[0] !== "close"),
    [
      ["/healthz", undefined, undefined],
      ["/pkg.Service/Method", undefined, undefined],
      [undefined, "b7ad6b7169203331", undefined],
    ],
  );
  assert.deepEqual(recorder.errors, []);
});
