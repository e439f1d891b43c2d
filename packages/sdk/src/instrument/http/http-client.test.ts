import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingHttpHeaders, request } from "node:http";
import { after, test } from "node:test";

import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, trace } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";

import { answerOf } from "./http-client.test.helper.ts";
import { instrumentHttpClient } from "./http-client.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen, textOf } from "./server.test.support.ts";

const recorder = new Recorder();
after(
  instrumentHttpClient(recorder.contextManager, {
    ...DEFAULT_HTTP,
    clientRequestHeaders: ["x-tenant", "x-api-key", "host", "traceparent", "absent"],
    clientResponseHeaders: ["x-part", "set-cookie", "location"],
  }),
);

const received: IncomingHttpHeaders[] = [];
const { port } = await listen((incoming, response) => {
  received.push(incoming.headers);
  if (incoming.url?.startsWith("/status/") === true) {
    response.writeHead(Number(incoming.url.slice(8))).end();
  } else if (incoming.url === "/headers") {
    const list = ["X-Part", "1", "X-Part", "2", "Set-Cookie", "a=s3cret"];
    response.writeHead(302, [...list, "Location", "/?token=s3cret&page=1"]).end();
  } else response.end("ok");
});
const base = `http://127.0.0.1:${port}`;

test("a request becomes a client span with the attributes of the conventions, below the active span", async () => {
  const parent = trace.getTracer("test").startSpan("parent");
  await context.with(trace.setSpan(ROOT_CONTEXT, parent), async () => {
    const client = request(`${base}/ok?page=1&api_key=s3cret&q=prompt`, {
      method: "POST",
      auth: "me:s3cret",
    });
    client.end("x");
    await textOf(await answerOf(client));
  });
  const [span] = await recorder.spans(1);
  assert.ok(span);
  assert.equal(span.name, "POST");
  assert.equal(span.kind, SpanKind.CLIENT);
  assert.equal(span.status.code, SpanStatusCode.UNSET);
  const { traceId, spanId } = span.spanContext();
  const traceparent = `00-${traceId}-${spanId}-01`;
  assert.deepEqual(span.attributes, {
    "http.request.method": "POST",
    "url.full": `${base}/ok?page=1&api_key=REDACTED&q=REDACTED`,
    "server.address": "127.0.0.1",
    "server.port": port,
    "network.protocol.version": "1.1",
    "network.peer.address": "127.0.0.1",
    "network.peer.port": port,
    "http.response.status_code": 200,
    "http.request.header.host": [`127.0.0.1:${port}`],
    "http.request.header.traceparent": [traceparent],
  });
  assert.equal(span.parentSpanContext?.spanId, parent.spanContext().spanId);
  assert.equal(received.at(-1)?.["traceparent"], traceparent);
});

test("the duration is measured in seconds with the advised buckets", async () => {
  const [point] = await recorder.histogram("http.client.request.duration");
  assert.deepEqual(point?.attributes, {
    "http.request.method": "POST",
    "server.address": "127.0.0.1",
    "server.port": port,
    "url.scheme": "http",
    "network.protocol.version": "1.1",
    "http.response.status_code": 200,
  });
  assert.equal(point?.value.count, 1);
  assert.ok(point?.value.sum !== undefined && point.value.sum > 0 && point.value.sum < 5);
  assert.deepEqual(
    point?.value.buckets.boundaries,
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  );
});

test("http.get, and an answer that nobody takes, are spans as well", async () => {
  const taken = get(`${base}/ok`);
  await textOf(await answerOf(taken));
  const untaken = get(`${base}/ok`);
  await once(untaken, "close");
  for (const span of await recorder.spans(2)) {
    assert.equal(span.attributes["http.response.status_code"], 200);
    assert.equal(span.status.code, SpanStatusCode.UNSET);
  }
});

test("the headers that are wanted are recorded, each value, and no credential", async () => {
  const headers = { "X-Tenant": ["blue", "red"], "X-Api-Key": "s3cret" };
  await textOf(await answerOf(get(`${base}/headers`, { headers })));
  const [span] = await recorder.spans(1);
  const attributes = span?.attributes ?? {};
  assert.deepEqual(attributes["http.request.header.x-tenant"], ["blue", "red"]);
  assert.deepEqual(attributes["http.request.header.x-api-key"], ["REDACTED"]);
  assert.equal(attributes["http.request.header.absent"], undefined);
  assert.deepEqual(attributes["http.response.header.x-part"], ["1", "2"]);
  assert.deepEqual(attributes["http.response.header.set-cookie"], ["REDACTED"]);
  assert.deepEqual(attributes["http.response.header.location"], ["/?token=REDACTED&page=1"]);
});

test("headers that are given as a list get the context too, and are sent as they were", async () => {
  const headers = ["Host", `127.0.0.1:${port}`, "X-Tenant", "blue"];
  await textOf(await answerOf(get(`${base}/ok`, { headers })));
  const [span] = await recorder.spans(1);
  const { traceId = "", spanId = "" } = span?.spanContext() ?? {};
  assert.equal(received.at(-1)?.["traceparent"], `00-${traceId}-${spanId}-01`);
  assert.equal(received.at(-1)?.["x-tenant"], "blue");
  assert.equal(span?.attributes["server.port"], port);
});

for (const headers of [
  { Traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
  ["host", "a", "TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
]) {
  test(`a traceparent of the application is neither replaced nor doubled (${Array.isArray(headers) ? "list" : "object"})`, async () => {
    await textOf(await answerOf(get(`${base}/ok`, { headers })));
    await recorder.spans(1);
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    assert.equal(received.at(-1)?.["traceparent"], traceparent);
  });
}

test("a request that waits for 100-continue is sent as it is", async () => {
  const client = request(`${base}/ok`, { method: "POST", headers: { Expect: "100-continue" } });
  client.on("continue", () => client.end("body"));
  assert.equal(await textOf(await answerOf(client)), "ok");
  const [span] = await recorder.spans(1);
  assert.equal(span?.attributes["http.response.status_code"], 200);
  assert.equal(received.at(-1)?.["traceparent"], undefined);
});

test("a suppressed request has no span and no headers", async () => {
  await context.with(suppressTracing(ROOT_CONTEXT), async () => {
    await textOf(await answerOf(get(`${base}/ok`)));
  });
  assert.deepEqual(await recorder.spans(0), []);
  assert.equal(received.at(-1)?.["traceparent"], undefined);
});

test("4xx and 5xx are errors of the client, 1xx to 3xx are not", async () => {
  for (const status of [204, 304, 404, 500]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await textOf(await answerOf(get(`${base}/status/${status}`)));
    // oxlint-disable-next-line no-await-in-loop
    const [span] = await recorder.spans(1);
    assert.equal(span?.attributes["http.response.status_code"], status);
    assert.equal(span?.attributes["error.type"], status < 400 ? undefined : String(status));
    const code = status < 400 ? SpanStatusCode.UNSET : SpanStatusCode.ERROR;
    assert.equal(span?.status.code, code);
  }
});

after(() => assert.deepEqual(recorder.errors, []));
