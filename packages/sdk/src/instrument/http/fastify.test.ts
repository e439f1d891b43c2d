import assert from "node:assert/strict";
import { after, test } from "node:test";

import { SpanStatusCode, trace } from "@opentelemetry/api";
import Fastify, { type FastifyInstance } from "fastify";

import { instrumentFastify } from "./fastify.ts";
import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";

const recorder = new Recorder();
after(instrumentHttpServer(recorder.contextManager, DEFAULT_HTTP));
after(instrumentFastify());

const seen: (string | undefined)[] = [];
function note(): void {
  seen.push(trace.getActiveSpan()?.spanContext().spanId);
}

async function build(): Promise<FastifyInstance> {
  const app = Fastify();
  app.get("/orders/:id", async () => {
    note();
    return { ok: true };
  });
  await app.register(
    async (plugin) => {
      plugin.addHook("preHandler", async () => {
        note();
      });
      plugin.addHook("onResponse", async () => {
        note();
      });
      // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Fastify awaits its handlers
      plugin.post("/chat/:conversation", async (request) => {
        note();
        return { received: request.body };
      });
      plugin.get("/teapot", async () => {
        throw Object.assign(new Error("secret prompt"), { statusCode: 418 });
      });
      plugin.get("/broken", async () => {
        throw new RangeError("secret prompt");
      });
      plugin.get("/coded", async () => {
        throw Object.assign(new Error("secret prompt"), { code: "UPSTREAM_DOWN", statusCode: 502 });
      });
    },
    { prefix: "/v1" },
  );
  return app;
}

const app = await build();
const base = await app.listen({ port: 0, host: "127.0.0.1" });
after(() => app.close());

test("the route's pattern names the span", async () => {
  await (await fetch(`${base}/orders/17?x=1`)).text();
  const [span] = await recorder.spans(1);
  assert.equal(span?.name, "GET /orders/:id");
  assert.equal(span?.attributes["http.route"], "/orders/:id");
  assert.equal(span?.attributes["url.path"], "/orders/17");
  const points = await recorder.histogram("http.server.request.duration");
  assert.equal(points[0]?.attributes["http.route"], "/orders/:id");
});

test("routes of encapsulated plugins have their prefix, and the context reaches every hook", async () => {
  seen.length = 0;
  const response = await fetch(`${base}/v1/chat/9`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "x".repeat(200_000) }),
  });
  assert.equal(response.status, 200);
  await response.text();
  const [span] = await recorder.spans(1);
  assert.equal(span?.name, "POST /v1/chat/:conversation");
  assert.deepEqual(
    seen,
    Array.from({ length: 3 }, () => span?.spanContext().spanId),
  );
});

test("a request without a route keeps the method as its name", async () => {
  assert.equal((await fetch(`${base}/nowhere`)).status, 404);
  const [span] = await recorder.spans(1);
  assert.equal(span?.name, "GET");
  assert.equal(span?.attributes["http.route"], undefined);
  assert.equal(span?.status.code, SpanStatusCode.UNSET);
});

test("a thrown error is recorded by its type only, and only when the answer is 5xx", async () => {
  for (const [path, type] of [
    ["/v1/teapot", undefined],
    ["/v1/broken", "RangeError"],
    ["/v1/coded", "UPSTREAM_DOWN"],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one span belongs to one request
    await (await fetch(base + path)).text();
    // oxlint-disable-next-line no-await-in-loop
    const [span] = await recorder.spans(1);
    assert.equal(span?.attributes["error.type"], type);
    assert.equal(
      span?.status.code,
      type === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR,
    );
    assert.deepEqual(
      span?.events.map((event) => [event.name, event.attributes]),
      type === undefined ? [] : [["exception", { "exception.type": type }]],
    );
    assert.doesNotMatch(JSON.stringify([span?.attributes, span?.status, span?.events]), /secret/);
  }
});

test("an error handler of the application decides whether it is an error of the server", async () => {
  const other = Fastify();
  other.setErrorHandler(async (error, _request, reply) =>
    reply.status(error instanceof RangeError ? 400 : 503).send({ title: "problem" }),
  );
  other.get("/mine", async () => {
    throw new RangeError("x");
  });
  other.get("/theirs", async () => {
    throw new TypeError("x");
  });
  const address = await other.listen({ port: 0, host: "127.0.0.1" });
  await (await fetch(`${address}/mine`)).text();
  await (await fetch(`${address}/theirs`)).text();
  await other.close();
  const spans = await recorder.spans(2);
  assert.deepEqual(
    spans.map((span) => span.attributes["error.type"]),
    [undefined, "TypeError"],
  );
});

test("inject works and makes no span", async () => {
  const response = await app.inject({ method: "GET", url: "/orders/1" });
  assert.equal(response.statusCode, 200);
  assert.equal((await app.inject({ method: "GET", url: "/v1/broken" })).statusCode, 500);
  assert.deepEqual(await recorder.spans(0), []);
  assert.deepEqual(recorder.errors, []);
});
