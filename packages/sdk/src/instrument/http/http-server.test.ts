import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";

import { SpanKind, SpanStatusCode, propagation } from "@opentelemetry/api";

import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen, raw, textOf } from "./server.test.support.ts";

const recorder = new Recorder();
after(instrumentHttpServer(recorder.contextManager, DEFAULT_HTTP));

test("a request becomes a server span with the attributes of the conventions", async () => {
  const { port } = await listen((_request, response) => response.end("ok"));
  const response = await fetch(`http://127.0.0.1:${port}/orders/7?page=2&access_token=s3cret`, {
    headers: { "user-agent": "probe/1" },
  });
  await response.text();
  const [span] = await recorder.spans(1);
  assert.ok(span);
  assert.equal(span.name, "GET");
  assert.equal(span.kind, SpanKind.SERVER);
  assert.equal(span.status.code, SpanStatusCode.UNSET);
  const { "network.peer.port": peerPort, ...attributes } = span.attributes;
  assert.ok(typeof peerPort === "number" && peerPort > 0);
  assert.deepEqual(attributes, {
    "http.request.method": "GET",
    "url.scheme": "http",
    "url.path": "/orders/7",
    "url.query": "page=2&access_token=REDACTED",
    "server.address": "127.0.0.1",
    "server.port": port,
    "client.address": "127.0.0.1",
    "network.peer.address": "127.0.0.1",
    "network.protocol.version": "1.1",
    "user_agent.original": "probe/1",
    "http.response.status_code": 200,
  });
});

test("the duration is measured in seconds with the advised buckets", async () => {
  const { port } = await listen((_request, response) => {
    response.statusCode = 418;
    response.end();
  });
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  await recorder.spans(1);
  const points = await recorder.histogram("http.server.request.duration");
  const point = points.find(
    (candidate) => candidate.attributes["http.response.status_code"] === 418,
  );
  assert.ok(point);
  assert.deepEqual(point.attributes, {
    "http.request.method": "GET",
    "url.scheme": "http",
    "network.protocol.version": "1.1",
    "http.response.status_code": 418,
  });
  assert.equal(point.value.count, 1);
  assert.ok(point.value.sum !== undefined && point.value.sum > 0 && point.value.sum < 5);
  assert.deepEqual(
    point.value.buckets.boundaries,
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  );
});

test("the caller's trace and baggage are continued", async () => {
  let baggage: string | undefined;
  const { port } = await listen((_request, response) => {
    baggage = propagation.getActiveBaggage()?.getEntry("tenant")?.value;
    response.end();
  });
  await fetch(`http://127.0.0.1:${port}/`, {
    headers: {
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      baggage: "tenant=blue",
    },
  });
  const [span] = await recorder.spans(1);
  assert.equal(span?.spanContext().traceId, "0af7651916cd43dd8448eb211c80319c");
  assert.equal(span?.parentSpanContext?.spanId, "b7ad6b7169203331");
  assert.equal(baggage, "blue");
});

test("5xx is an error, 4xx is not", async () => {
  const { port } = await listen((incoming, response) => {
    response.statusCode = Number(incoming.url?.slice(1));
    response.end();
  });
  await (await fetch(`http://127.0.0.1:${port}/404`)).text();
  const [missing] = await recorder.spans(1);
  assert.equal(missing?.status.code, SpanStatusCode.UNSET);
  assert.equal(missing?.attributes["error.type"], undefined);
  await (await fetch(`http://127.0.0.1:${port}/503`)).text();
  const [broken] = await recorder.spans(1);
  assert.equal(broken?.status.code, SpanStatusCode.ERROR);
  assert.equal(broken?.attributes["error.type"], "503");
  assert.equal(broken?.attributes["http.response.status_code"], 503);
});

test("a request that the client gives up is an error, with no status when none was sent", async () => {
  const { port } = await listen((incoming, response) => {
    if (incoming.url === "/begun") response.write("part");
  });
  for (const [path, status] of [
    ["/silent", undefined],
    ["/begun", 200],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const socket = await raw(port, `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    // oxlint-disable-next-line no-await-in-loop
    if (status !== undefined) await once(socket, "data");
    socket.destroy();
    // oxlint-disable-next-line no-await-in-loop
    const [span] = await recorder.spans(1);
    assert.equal(span?.status.code, SpanStatusCode.ERROR);
    assert.equal(span?.attributes["error.type"], "aborted");
    assert.equal(span?.attributes["http.response.status_code"], status);
  }
});

test("hostile requests are answered as without telemetry", async () => {
  const { port } = await listen((_request, response) => response.end("fine"));
  const long = "a".repeat(8_000);
  const requests = [
    `GET / HTTP/1.1\r\nHost: ]]:99999:[[\r\n`,
    `GET / HTTP/1.1\r\nHost: user:pass@evil\r\n`,
    `GET / HTTP/1.1\r\nHost: \xff\xfe\r\n`,
    `GET //[::1:?%zz=%E0%A4%A&&=;#?x HTTP/1.1\r\nHost: a\r\n`,
    `GET http://user:secret@host:x/p?key=k HTTP/1.1\r\nHost: a\r\n`,
    `OPTIONS * HTTP/1.1\r\nHost: a\r\n`,
    `PROPFIND /dav HTTP/1.1\r\nHost: a\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\ntraceparent: 00-zz-${long}\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\ntraceparent: x\r\ntraceparent: y\r\ntracestate: ${long}\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\nbaggage: ${"=,;%".repeat(2_000)}\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\nForwarded: for="[2001:db8::1]:47011";proto=gopher;host="${long}"\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${long}, 192.0.2.1\r\nX-Forwarded-Proto: ${long}\r\n`,
  ];
  for (const text of requests) {
    // oxlint-disable-next-line no-await-in-loop -- one span belongs to one request
    const socket = await raw(port, `${text}Connection: close\r\n\r\n`);
    // oxlint-disable-next-line no-await-in-loop
    assert.match(await textOf(socket), /200 OK[^]*fine$/, text.slice(0, 60));
    // oxlint-disable-next-line no-await-in-loop
    const [span] = await recorder.spans(1);
    assert.doesNotMatch(JSON.stringify(span?.attributes), /pass|secret|gopher|aaaaa/);
    if (text.startsWith("PROPFIND")) {
      assert.equal(span?.name, "HTTP");
      assert.equal(span.attributes["http.request.method"], "_OTHER");
      assert.equal(span.attributes["http.request.method_original"], "PROPFIND");
    }
    if (text.includes("Forwarded: for="))
      assert.equal(span?.attributes["client.address"], "2001:db8::1");
  }
  assert.deepEqual(recorder.errors, []);
});

test("proxy headers give the original client, host and scheme", async () => {
  const { port } = await listen((_request, response) => response.end());
  const headers = "Host: internal:8080\r\nX-Forwarded-For: 203.0.113.9, 10.0.0.1\r\n";
  const more =
    "X-Forwarded-Host: shop.example\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n";
  await textOf(await raw(port, `GET / HTTP/1.1\r\n${headers}${more}\r\n`));
  const [span] = await recorder.spans(1);
  assert.equal(span?.attributes["client.address"], "203.0.113.9");
  assert.equal(span?.attributes["network.peer.address"], "127.0.0.1");
  assert.equal(span?.attributes["server.address"], "shop.example");
  assert.equal(span?.attributes["server.port"], 443);
  assert.equal(span?.attributes["url.scheme"], "https");
});
