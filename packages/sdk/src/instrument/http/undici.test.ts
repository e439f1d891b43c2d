import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingHttpHeaders, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";

import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, trace } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";

import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { instrumentUndici } from "./undici.ts";

const recorder = new Recorder();
after(instrumentUndici(DEFAULT_HTTP));

const received: IncomingHttpHeaders[] = [];
const server = createServer((request, response) => {
  received.push(request.headers);
  if (request.url === "/redirect") response.writeHead(302, { location: "/ok" }).end();
  else if (request.url === "/die") request.socket.destroy();
  else if (request.url === "/half") {
    response.writeHead(200, { "content-length": 100 }).write("a", () => response.destroy());
  } else if (request.url === "/stream") response.write("begun");
  else if (request.url === "/404") response.writeHead(404).end("no");
  else if (request.url !== "/silent") response.end("ok");
}).listen(0, "127.0.0.1");
await once(server, "listening");
after(() => {
  server.close().closeAllConnections();
});
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has an address
const { port } = server.address() as AddressInfo;
const base = `http://127.0.0.1:${port}`;

test("a fetch becomes a client span with the attributes of the conventions, below the active span", async () => {
  const parent = trace.getTracer("test").startSpan("parent");
  await context.with(trace.setSpan(ROOT_CONTEXT, parent), async () => {
    await (await fetch(`${base}/ok?page=1&api_key=s3cret`, { method: "POST", body: "x" })).text();
  });
  const [span] = await recorder.spans(1);
  assert.ok(span);
  assert.equal(span.name, "POST");
  assert.equal(span.kind, SpanKind.CLIENT);
  assert.equal(span.status.code, SpanStatusCode.UNSET);
  assert.deepEqual(span.attributes, {
    "http.request.method": "POST",
    "url.full": `${base}/ok?page=1&api_key=REDACTED`,
    "server.address": "127.0.0.1",
    "server.port": port,
    "network.protocol.version": "1.1",
    "network.peer.address": "127.0.0.1",
    "network.peer.port": port,
    "http.response.status_code": 200,
  });
  assert.equal(span.parentSpanContext?.spanId, parent.spanContext().spanId);
  const { traceId, spanId } = span.spanContext();
  assert.equal(received.at(-1)?.["traceparent"], `00-${traceId}-${spanId}-01`);
});

test("the duration is measured", async () => {
  const points = await recorder.histogram("http.client.request.duration");
  assert.deepEqual(points[0]?.attributes, {
    "http.request.method": "POST",
    "server.address": "127.0.0.1",
    "server.port": port,
    "url.scheme": "http",
    "network.protocol.version": "1.1",
    "http.response.status_code": 200,
  });
  assert.equal(points[0]?.value.count, 1);
});

test("a traceparent that the application sets is neither replaced nor doubled", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  await (await fetch(`${base}/ok`, { headers: { Traceparent: traceparent } })).text();
  await recorder.spans(1);
  assert.equal(received.at(-1)?.["traceparent"], traceparent);
});

test("a suppressed request has no span and no headers", async () => {
  await context.with(suppressTracing(ROOT_CONTEXT), async () => {
    await (await fetch(`${base}/ok`)).text();
  });
  assert.deepEqual(await recorder.spans(0), []);
  assert.equal(received.at(-1)?.["traceparent"], undefined);
});

test("a redirect is one span for each request", async () => {
  await (await fetch(`${base}/redirect`)).text();
  const spans = await recorder.spans(2);
  assert.deepEqual(
    spans.map((span) => [
      span.attributes["url.full"],
      span.attributes["http.response.status_code"],
    ]),
    [
      [`${base}/redirect`, 302],
      [`${base}/ok`, 200],
    ],
  );
  const [first, second] = received.slice(-2);
  assert.notEqual(first?.["traceparent"], second?.["traceparent"]);
});

test("4xx is an error of the client", async () => {
  await (await fetch(`${base}/404`)).text();
  const [span] = await recorder.spans(1);
  assert.equal(span?.status.code, SpanStatusCode.ERROR);
  assert.equal(span?.attributes["error.type"], "404");
});

for (const [name, path, status, type] of [
  ["a connection that is closed before the answer", "/die", undefined, "UND_ERR_SOCKET"],
  ["a connection that is closed within the answer", "/half", 200, "UND_ERR_SOCKET"],
] as const) {
  test(`${name} ends the span with its error`, async () => {
    await assert.rejects(async () => (await fetch(base + path)).text());
    const [span] = await recorder.spans(1);
    assert.equal(span?.status.code, SpanStatusCode.ERROR);
    assert.equal(span?.status.message, undefined);
    assert.equal(span?.attributes["error.type"], type);
    assert.equal(span?.attributes["http.response.status_code"], status);
    assert.deepEqual(await recorder.spans(0), []);
  });
}

test("an unknown host ends the span with its error", async () => {
  await assert.rejects(fetch("http://host.invalid/"));
  const [span] = await recorder.spans(1);
  assert.match(String(span?.attributes["error.type"]), /^(ENOTFOUND|EAI_AGAIN)$/);
  assert.equal(span?.attributes["server.port"], 80);
});

test("an abort or a timeout before the answer is an error", async () => {
  const abort = new AbortController();
  const pending = fetch(`${base}/silent`, { signal: abort.signal });
  await once(server, "request");
  abort.abort();
  await assert.rejects(pending);
  await assert.rejects(fetch(`${base}/silent`, { signal: AbortSignal.timeout(20) }));
  const spans = await recorder.spans(2);
  assert.deepEqual(
    spans.map((span) => span.attributes["error.type"]),
    ["AbortError", "TimeoutError"],
  );
});

test("breaking out of a stream, or cancelling it, ends the span without an error", async () => {
  const first = await fetch(`${base}/stream`);
  assert.ok(first.body);
  for await (const chunk of first.body) {
    assert.ok(chunk.length > 0);
    break;
  }
  const second = await fetch(`${base}/stream`);
  await second.body?.cancel();
  for (const span of await recorder.spans(2)) {
    assert.equal(span.status.code, SpanStatusCode.UNSET);
    assert.equal(span.attributes["error.type"], undefined);
    assert.equal(span.attributes["http.response.status_code"], 200);
  }
});

test("hundreds of concurrent requests keep their parents", async () => {
  const tracer = trace.getTracer("test");
  const pairs = await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const parent = tracer.startSpan(`parent ${index}`);
      await context.with(trace.setSpan(ROOT_CONTEXT, parent), async () => {
        await (await fetch(`${base}/ok?page=${index}`)).text();
      });
      return { url: `${base}/ok?page=${index}`, parent: parent.spanContext().spanId };
    }),
  );
  const parents = new Map(
    (await recorder.spans(300)).map((span) => [
      span.attributes["url.full"],
      span.parentSpanContext?.spanId,
    ]),
  );
  for (const { url, parent } of pairs) assert.equal(parents.get(url), parent);
  assert.deepEqual(recorder.errors, []);
});
