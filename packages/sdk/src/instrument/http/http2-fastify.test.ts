import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";

import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { fastify } from "fastify";

import { instrumentFastify } from "./fastify.ts";
import { instrumentHttpServer } from "./http-server.ts";
import { ask, open } from "./http2.test.support.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";

const recorder = new Recorder();
const http = {
  ...DEFAULT_HTTP,
  serverRequestHeaders: ["x-tenant"],
  serverResponseHeaders: ["x-answer"],
};
after(instrumentHttpServer(recorder.contextManager, http));
after(instrumentFastify());

const app = fastify({ http2: true });
app.get("/users/:id", async (_request, reply) => {
  await delay(1);
  return reply.header("x-answer", "yes").send({ span: activeId() });
});
app.get("/boom", () => {
  throw new RangeError("with a secret");
});
app.post("/body", (request, reply) => reply.send({ body: request.body, span: activeId() }));
const appUrl = await app.listen({ port: 0, host: "127.0.0.1" });
after(() => app.close());

function activeId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().spanId;
}

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

test("a request to Fastify over HTTP/2 is a span with its route, in whose context the handler runs", async () => {
  const session = await open(appUrl);
  const headers = { traceparent, "x-tenant": "blue", "user-agent": "test/1" };
  const answer: unknown = JSON.parse(await ask(session, "/users/7?page=2&token=x", { headers }));
  const [span] = await recorder.spans(1);
  assert.ok(span);
  assert.deepEqual(answer, { span: span.spanContext().spanId });
  assert.equal(span.name, "GET /users/:id");
  assert.equal(span.kind, SpanKind.SERVER);
  assert.equal(span.parentSpanContext?.spanId, "b7ad6b7169203331");
  const { port } = new URL(appUrl);
  const { "network.peer.port": peerPort, ...attributes } = span.attributes;
  assert.equal(typeof peerPort, "number");
  assert.deepEqual(attributes, {
    "http.request.method": "GET",
    "url.scheme": "http",
    "network.protocol.version": "2",
    "url.path": "/users/7",
    "url.query": "page=2&token=REDACTED",
    "server.address": "127.0.0.1",
    "server.port": Number(port),
    "client.address": "127.0.0.1",
    "network.peer.address": "127.0.0.1",
    "user_agent.original": "test/1",
    "http.request.header.x-tenant": ["blue"],
    "http.response.header.x-answer": ["yes"],
    "http.response.status_code": 200,
    "http.route": "/users/:id",
  });
  const points = await recorder.histogram("http.server.request.duration");
  assert.deepEqual(points[0]?.attributes, {
    "http.request.method": "GET",
    "url.scheme": "http",
    "network.protocol.version": "2",
    "http.response.status_code": 200,
    "http.route": "/users/:id",
  });
});

test("many streams of one connection keep their contexts", async () => {
  const session = await open(appUrl);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) => ask(session, `/users/${index}`)),
  );
  const ids = (await recorder.spans(60)).map((span) => span.spanContext().spanId);
  const seen = answers.map((text) => {
    const { span }: { span?: string } = JSON.parse(text);
    return span;
  });
  assert.deepEqual(new Set(seen), new Set(ids));
  assert.equal(new Set(ids).size, 60);
});

test("a body that is read keeps the context, and an error of the application is told by its type", async () => {
  const session = await open(appUrl);
  const headers = { "content-type": "application/json" };
  const answer: unknown = JSON.parse(await ask(session, "/body", { headers, body: '{"a":1}' }));
  await ask(session, "/boom");
  const [posted, failed] = await recorder.spans(2);
  assert.deepEqual(answer, { body: { a: 1 }, span: posted?.spanContext().spanId });
  assert.equal(posted?.name, "POST /body");
  assert.equal(failed?.status.code, SpanStatusCode.ERROR);
  assert.equal(failed?.attributes["error.type"], "RangeError");
  assert.ok(!JSON.stringify(failed?.events).includes("secret"));
});
