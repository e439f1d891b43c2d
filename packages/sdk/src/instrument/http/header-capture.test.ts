import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";

import { trace } from "@opentelemetry/api";

import { createHeaderCapture } from "./header-capture.ts";
import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { createQueryRedactor } from "./redact-query.ts";
import { listen, raw, textOf } from "./server.test.support.ts";
import { instrumentUndici } from "./undici.ts";

const recorder = new Recorder();
const redactQuery = createQueryRedactor([]);
const http = {
  ...DEFAULT_HTTP,
  serverRequestHeaders: ["x-tenant", "authorization", "absent", "__proto__"],
  serverResponseHeaders: ["set-cookie", "x-part", "content-type", "date"],
  clientRequestHeaders: ["x-tenant", "x-api-key", "host", "traceparent"],
  clientResponseHeaders: ["x-part", "set-cookie", "location"],
  knownMethods: ["GET", "PROPFIND"],
};

function captured(attributes: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) =>
      /^http\.(?:request|response)\.header\./.test(name),
    ),
  );
}

test("the server's span has the headers that are wanted, each value of repeated ones, and no credential", async (t) => {
  t.after(instrumentHttpServer(recorder.contextManager, http));
  const { port } = await listen((_request, response) => {
    response.writeHead(200, [
      "Set-Cookie",
      "id=s3cret",
      "Set-Cookie",
      "b=s3cret",
      "X-Part",
      "1",
      "X-Part",
      "2",
    ]);
    response.end("ok");
  });
  const head =
    "GET / HTTP/1.1\r\nHost: a\r\nX-Tenant: blue\r\nx-tenant: red, green\r\nAuthorization: Bearer s3cret\r\n__proto__: x\r\n";
  const answer = await textOf(await raw(port, `${head}Connection: close\r\n\r\n`));
  const [span] = await recorder.spans(1);
  assert.match(answer, /s3cret/);
  const { "http.response.header.date": date, ...rest } = captured(span?.attributes ?? {});
  assert.match(String(date), /GMT$/);
  assert.deepEqual(rest, {
    "http.request.header.x-tenant": ["blue", "red, green"],
    "http.request.header.authorization": ["REDACTED"],
    "http.request.header.__proto__": ["x"],
    "http.response.header.set-cookie": ["REDACTED", "REDACTED"],
    "http.response.header.x-part": ["1", "2"],
  });
});

test("headers that were set one by one are captured like those of writeHead", async (t) => {
  t.after(instrumentHttpServer(recorder.contextManager, http));
  const { port } = await listen((_request, response) => {
    response.setHeader("Content-Type", 'text/plain; a="b: c"');
    response.setHeader("X-Part", ["1", "2"]);
    response.end("ok");
  });
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  const [span] = await recorder.spans(1);
  assert.deepEqual(span?.attributes["http.response.header.content-type"], ['text/plain; a="b: c"']);
  assert.deepEqual(span?.attributes["http.response.header.x-part"], ["1", "2"]);
});

test("the client's span has the headers that are wanted, with those that undici and the propagator add", async (t) => {
  t.after(instrumentUndici(http));
  const { port } = await listen((_request, response) => {
    response.writeHead(302, {
      "X-Part": ["1", "caf\u00E9"],
      "Set-Cookie": "a=s3cret",
      Location: "/?token=s3cret",
    });
    response.end();
  });
  const headers = { "X-Tenant": "blue", "X-Api-Key": "s3cret" };
  await (await fetch(`http://127.0.0.1:${port}/`, { headers, redirect: "manual" })).text();
  const [span] = await recorder.spans(1);
  const { traceId = "", spanId = "" } = span?.spanContext() ?? {};
  assert.deepEqual(captured(span?.attributes ?? {}), {
    "http.request.header.x-tenant": ["blue"],
    "http.request.header.x-api-key": ["REDACTED"],
    "http.request.header.host": [`127.0.0.1:${port}`],
    "http.request.header.traceparent": [`00-${traceId}-${spanId}-01`],
    "http.response.header.x-part": ["1", "caf\u00E9"],
    "http.response.header.set-cookie": ["REDACTED"],
    "http.response.header.location": ["/?token=REDACTED"],
  });
});

test("a request that finds no server has its headers too", async (t) => {
  t.after(instrumentUndici(http));
  await assert.rejects(fetch("http://host.invalid/", { headers: { "x-tenant": "blue" } }));
  const [span] = await recorder.spans(1);
  assert.deepEqual(span?.attributes["http.request.header.x-tenant"], ["blue"]);
});

test("methods are known by the configuration alone, on both sides", async (t) => {
  t.after(instrumentHttpServer(recorder.contextManager, http));
  t.after(instrumentUndici(http));
  const { server, port } = await listen((_request, response) => response.end());
  for (const [method, name, attributes] of [
    ["PROPFIND", "PROPFIND", ["PROPFIND", undefined]],
    ["POST", "HTTP", ["_OTHER", "POST"]],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await (await fetch(`http://127.0.0.1:${port}/`, { method })).text();
    // oxlint-disable-next-line no-await-in-loop
    for (const span of await recorder.spans(2)) {
      assert.equal(span.name, name);
      const { "http.request.method": recorded, "http.request.method_original": original } =
        span.attributes;
      assert.deepEqual([recorded, original], attributes);
    }
  }
  server.close();
  await once(server, "close");
});

test("nothing is made when no header is wanted, nor for a span that is not recorded", () => {
  assert.equal(createHeaderCapture("http.request.header", [], redactQuery), undefined);
  const capture = createHeaderCapture("http.request.header", ["a"], redactQuery);
  const span = trace.wrapSpanContext({
    traceId: "1".repeat(32),
    spanId: "1".repeat(16),
    traceFlags: 0,
  });
  const headers = new Proxy<string[]>([], { get: () => assert.fail("the headers are looked at") });
  capture?.(span, headers);
});

test("an undici request's text, lists, and odd ends are read as they are", () => {
  const capture = createHeaderCapture("http.request.header", ["a", "b"], redactQuery);
  const span = trace.getTracer("test").startSpan("work");
  const values: Record<string, unknown> = {};
  span.setAttribute = (name, value) => {
    values[name] = value;
    return span;
  };
  capture?.(span, "GET / HTTP/1.1\r\nA: 1\r\na:2 \r\nnothing\r\n: x\r\n\r\n");
  capture?.(span, ["B", ["3", Buffer.from([0xe9])], "b", 4, "a"]);
  span.end();
  assert.deepEqual(values, {
    "http.request.header.a": ["1", "2"],
    "http.request.header.b": ["3", "\u00E9", "4"],
  });
});

after(() => assert.deepEqual(recorder.errors, []));
