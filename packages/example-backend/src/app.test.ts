import { context, ROOT_CONTEXT, trace, TraceFlags, type ContextManager } from "@opentelemetry/api";
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { after, describe, it } from "node:test";
import { answer, createTestApp } from "./testing/test-app.ts";

const { app, chat } = await createTestApp();

describe("every other request", () => {
  it("answers unknown routes and broken paths with a problem", async () => {
    const unknown = await app.inject("/nope?token=secret");
    assert.equal(unknown.statusCode, 404);
    assert.equal(unknown.headers["content-type"], "application/problem+json");
    assert.equal(unknown.json().detail, "There is no GET /nope.");
    const broken = await app.inject("/%zz");
    assert.deepEqual([broken.statusCode, broken.json().title], [400, "Bad Request"]);
  });

  it("reports its health", async () => {
    const response = await app.inject("/monitoring/health");
    assert.equal(response.statusCode, 200);
    const { uptimeSeconds, ...health } = response.json();
    assert.ok(Number.isInteger(uptimeSeconds));
    assert.deepEqual(health, {
      status: "degraded",
      checks: { database: "ok", calculator: "down" },
    });
  });

  it("counts requests by route, never by path", async () => {
    await chat({ message: "hi" });
    await app.inject("/nope/1");
    const response = await app.inject("/monitoring/metrics");
    assert.match(String(response.headers["content-type"]), /^text\/plain; version=0\.0\.4/);
    assert.match(
      response.body,
      /^http_requests_total\{method="POST",route="\/v1\/chat",status_code="200"\} \d+$/m,
    );
    assert.match(
      response.body,
      /^http_requests_total\{method="GET",route="unmatched",status_code="404"\} \d+$/m,
    );
    assert.match(response.body, /^http_request_duration_seconds_bucket\{le="0.005",/m);
    assert.match(response.body, /^process_cpu_seconds_total /m);
    assert.doesNotMatch(response.body, /nope/);
  });

  it("logs one line per request and nothing of what the client wrote", async () => {
    const quiet = await createTestApp();
    await quiet.chat({ message: "a very private question" });
    await quiet.app.inject("/nope?token=secret");
    assert.equal(quiet.log.length, 2);
    assert.doesNotMatch(quiet.log.join(""), /private|secret/);
  });
});

describe("the application on a socket", () => {
  it("answers what is not HTTP with a problem", async () => {
    const server = (await createTestApp()).app;
    after(() => server.close());
    const { port } = new URL(await server.listen({ host: "127.0.0.1", port: 0 }));
    const socket = connect(Number(port), "127.0.0.1");
    socket.end("GARBAGE\r\n\r\n");
    const [head, body] = (await text(socket)).split("\r\n\r\n");
    assert.match(
      head ?? "",
      /^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/,
    );
    assert.equal(JSON.parse(body ?? "").detail, "This is not a valid HTTP request.");
  });
});

describe("the application and open requests", () => {
  it("ends the agent's run when the client goes away", async () => {
    const events = new EventEmitter();
    const client = new AbortController();
    const { app: server } = await createTestApp(async ({ signal }) => {
      client.abort();
      await once(signal, "abort");
      events.emit("aborted");
      throw new Error("aborted");
    });
    after(() => server.close());
    const url = await server.listen({ host: "127.0.0.1", port: 0 });
    const aborted = once(events, "aborted");
    await assert.rejects(post(`${url}/v1/chat`, client.signal));
    await aborted;
  });

  it("closes after the last answer, although the client keeps its connection", async () => {
    const events = new EventEmitter();
    const { app: server } = await createTestApp(async () => {
      events.emit("asked");
      await once(events, "closing");
      return answer;
    });
    server.addHook("preClose", async () => void events.emit("closing"));
    const url = await server.listen({ host: "127.0.0.1", port: 0 });
    const asked = once(events, "asked");
    const response = post(`${url}/v1/chat`);
    await asked;
    const closed = server.close();
    assert.equal((await response).headers.get("connection"), "close");
    await closed;
  });
});

async function post(url: string, signal?: AbortSignal): Promise<Response> {
  const body = JSON.stringify({ message: "hi" });
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", body, headers, ...(signal === undefined ? {} : { signal }) });
}

describe("the traceparent header", () => {
  it("names the active trace, also on errors, and is absent without one", async () => {
    const spanContext = {
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      traceFlags: TraceFlags.SAMPLED,
    };
    const active = trace.setSpanContext(ROOT_CONTEXT, spanContext);
    const manager: ContextManager = {
      active: () => active,
      with: (_context, run, thisArg, ...args) => Reflect.apply(run, thisArg, args),
      bind: (_context, target) => target,
      enable: () => manager,
      disable: () => manager,
    };
    assert.equal((await chat({ message: "hi" })).headers["traceparent"], undefined);
    context.setGlobalContextManager(manager);
    after(() => context.disable());
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    assert.equal((await chat({ message: "hi" })).headers["traceparent"], traceparent);
    assert.equal((await chat({})).headers["traceparent"], traceparent);
    assert.equal((await app.inject("/nope")).headers["traceparent"], traceparent);
  });
});
