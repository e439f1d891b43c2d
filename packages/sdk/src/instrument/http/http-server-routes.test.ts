import assert from "node:assert/strict";
import { get } from "node:http";
import { after, test } from "node:test";

import { context, trace } from "@opentelemetry/api";
import { getRPCMetadata, RPCType } from "@opentelemetry/core";

import { instrumentHttpClient } from "./http-client.ts";
import { answerOf } from "./http-client.test.helper.ts";
import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { instrumentUndici } from "./undici.ts";
import { listen, raw, textOf } from "./server.test.support.ts";

const recorder = new Recorder();
const http = {
  ...DEFAULT_HTTP,
  ignorePaths: ["/healthz", "/internal/*"],
  serverRequestHeaders: ["x-tenant"],
};
after(instrumentHttpServer(recorder.contextManager, http));
after(instrumentHttpClient(recorder.contextManager, http));
after(instrumentUndici(http));

function setRoute(route: unknown): void {
  const metadata = getRPCMetadata(context.active());
  assert.equal(metadata?.type, RPCType.HTTP);
  assert.equal(metadata.span, trace.getActiveSpan());
  // As the instrumentations of express, koa and hapi do, in JavaScript.
  Object.assign(metadata, { route });
}

const { port } = await listen((incoming, response) => {
  const route = new URL(incoming.url ?? "", "http://a").searchParams.get("route");
  if (route !== null) setRoute(route === "7" ? 7 : route);
  if (route === "/late/:id") setImmediate(() => setRoute("/later/:id"));
  setImmediate(() => {
    trace.getTracer("test").startSpan("work").end();
    setImmediate(() => response.end("ok"));
  });
});

async function ask(path: string, headers: Record<string, string> = {}): Promise<void> {
  const text = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `GET ${path} HTTP/1.1\r\nHost: a\r\n${text.join("")}Connection: close\r\n\r\n`;
  assert.match(await textOf(await raw(port, head)), /200 OK[^]*ok$/);
}

test("a framework's instrumentation names the span by its route, the last word counting", async () => {
  for (const [path, route] of [
    ["/shops/7?route=/shops/:id", "/shops/:id"],
    ["/late/7?route=/late/:id", "/later/:id"],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await ask(path);
    // oxlint-disable-next-line no-await-in-loop
    const [work, span] = await recorder.spans(2);
    assert.equal(span?.name, `GET ${route}`);
    assert.equal(span.attributes["http.route"], route);
    assert.equal(work?.parentSpanContext?.spanId, span.spanContext().spanId);
    // oxlint-disable-next-line no-await-in-loop
    const points = await recorder.histogram("http.server.request.duration");
    assert.ok(points.some((point) => point.attributes["http.route"] === route));
  }
});

test("what is no route names nothing", async () => {
  for (const route of ["", "7"]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await ask(`/x?route=${route}`);
    // oxlint-disable-next-line no-await-in-loop
    const [, span] = await recorder.spans(2);
    assert.equal(span?.name, "GET");
    assert.equal(span.attributes["http.route"], undefined);
  }
  assert.deepEqual(recorder.errors, []);
});

test("an ignored path makes no span and no measurement, nor does what it starts", async () => {
  const count = async (): Promise<number> => {
    const points = await recorder.histogram("http.server.request.duration");
    return points.reduce((sum, point) => sum + point.value.count, 0);
  };
  const before = await count();
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  for (const path of ["/healthz", "/healthz?full=1", "/internal/a/b", "http://a/internal/x"]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await ask(path, { "x-tenant": "blue", traceparent });
  }
  assert.deepEqual(await recorder.spans(0), []);
  assert.equal(await count(), before);
});

const remote = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

for (const [kind, header, expected] of [
  ["with a context", `traceparent: 00-${remote}-01\r\n`, new RegExp(`^00-${remote}-00$`)],
  ["without one", "", /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-00$/],
] as const) {
  test(`what an ignored request ${kind} calls is told that nothing is recorded`, async () => {
    const sent: unknown[] = [];
    const inner = await listen((incoming, response) => {
      sent.push(incoming.headers["traceparent"]);
      response.end();
    });
    const outer = await listen((_incoming, response) => {
      const url = `http://127.0.0.1:${inner.port}/`;
      const client = trace.getTracer("app").startActiveSpan("by hand", () => get(url));
      const answers = [
        answerOf(client).then((answer) => textOf(answer)),
        fetch(url, { headers: { connection: "close" } }).then((answer) => answer.text()),
      ];
      void Promise.all(answers).then(() => response.end("ok"));
    });
    const text = ["/healthz", "/seen"].map(
      (path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n${header}`,
    );
    await textOf(await raw(outer.port, `${text.join("\r\n")}Connection: close\r\n\r\n`));
    const spans = await recorder.spans(5);
    assert.deepEqual(spans.map((span) => JSON.stringify(span.attributes["url.path"])).toSorted(), [
      '"/"',
      '"/"',
      '"/seen"',
      undefined,
      undefined,
    ]);
    const unsampled = sent.map(String).filter((value) => value.endsWith("-00"));
    assert.equal(unsampled.length, 2);
    assert.equal(new Set(unsampled).size, 1);
    assert.match(unsampled[0] ?? "", expected);
    assert.equal(sent.length, 4);
  });
}

test("paths that only look as if they were below an ignored one are recorded", async () => {
  for (const path of [
    "/internal",
    "/internal/../admin",
    "/internal/%2e%2e/admin",
    "/internal//admin",
    "/healthz/",
    "/HEALTHZ",
    "//healthz",
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await ask(path);
    // oxlint-disable-next-line no-await-in-loop
    const [, span] = await recorder.spans(2);
    assert.ok(span !== undefined, path);
  }
});

test("a probe and a crawler are told from users", async () => {
  for (const [agent, type] of [
    ["kube-probe/1.31", "test"],
    ["Googlebot/2.1", "bot"],
    ["Mozilla/5.0", undefined],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await ask("/", { "User-Agent": agent });
    // oxlint-disable-next-line no-await-in-loop
    const [, span] = await recorder.spans(2);
    assert.equal(span?.attributes["user_agent.synthetic.type"], type);
    assert.equal(span?.attributes["user_agent.original"], agent);
  }
});
