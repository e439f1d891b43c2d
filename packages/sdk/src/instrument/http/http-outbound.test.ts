import assert from "node:assert/strict";
import { type IncomingHttpHeaders, get } from "node:http";
import { test } from "node:test";

import { ROOT_CONTEXT, context, propagation } from "@opentelemetry/api";

import type { HttpConfig } from "../../config/config.ts";
import { createPropagator } from "../../context/propagator.ts";
import { answerOf } from "./http-client.test.helper.ts";
import { instrumentHttpClient } from "./http-client.ts";
import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen, raw, textOf } from "./server.test.support.ts";
import { instrumentUndici } from "./undici.ts";

const recorder = new Recorder();
const everything = createPropagator(["tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray"]);
assert.ok(everything);
propagation.disable();
propagation.setGlobalPropagator(everything);

const received: IncomingHttpHeaders[] = [];
const { port } = await listen((incoming, response) => {
  received.push(incoming.headers);
  response.end("ok");
});
const base = `http://127.0.0.1:${port}/`;

const clients = {
  "node:http": async (headers: Record<string, string>) =>
    textOf(await answerOf(get(base, { headers }))),
  fetch: async (headers: Record<string, string>) => (await fetch(base, { headers })).text(),
};

const TRACE = ["traceparent", "b3", "x-b3-traceid", "uber-trace-id", "x-amzn-trace-id"];
const BAGGAGE = ["baggage", "uberctx-user"];

/** The propagation headers that arrive when the caller has baggage and the configuration is as given. */
async function arrived(
  send: (headers: Record<string, string>) => Promise<string>,
  http: Partial<HttpConfig>,
  headers: Record<string, string> = {},
): Promise<string[]> {
  const config = { ...DEFAULT_HTTP, ...http };
  const stops = [instrumentHttpClient(recorder.contextManager, config), instrumentUndici(config)];
  const baggage = propagation.createBaggage({ user: { value: "u-1" } });
  await context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () => send(headers));
  for (const stop of stops) stop();
  assert.equal((await recorder.spans(1)).length, 1);
  return [...TRACE, ...BAGGAGE].filter((name) => received.at(-1)?.[name] !== undefined);
}

for (const [name, send] of Object.entries(clients)) {
  test(`${name}: the trace goes to every host, baggage to none by itself`, async () => {
    assert.deepEqual(await arrived(send, {}), TRACE);
    assert.deepEqual(await arrived(send, { baggageAllow: ["other.example"] }), TRACE);
  });

  test(`${name}: baggage goes to a host that is allowed, whatever its Host header says`, async () => {
    const baggageAllow = [`127.0.0.1:${port}`];
    assert.deepEqual(await arrived(send, { baggageAllow }), [...TRACE, ...BAGGAGE]);
    const disguise = { host: "allowed.example" };
    assert.deepEqual(await arrived(send, { baggageAllow: ["allowed.example"] }, disguise), TRACE);
  });

  test(`${name}: a host that is denied gets nothing, and the request is a span all the same`, async () => {
    const hosts = { traceContextDeny: ["127.0.0.1"], baggageAllow: ["*"] };
    assert.deepEqual(await arrived(send, hosts), []);
  });

  test(`${name}: what the application itself sends is left alone`, async () => {
    const hosts = { traceContextDeny: ["*"] };
    assert.deepEqual(await arrived(send, hosts, { baggage: "own=1" }), ["baggage"]);
    assert.equal(received.at(-1)?.["baggage"], "own=1");
  });

  test(`${name}: the caller's baggage is not passed on to third parties`, async (t) => {
    for (const stop of [
      instrumentHttpServer(recorder.contextManager, DEFAULT_HTTP),
      instrumentHttpClient(recorder.contextManager, DEFAULT_HTTP),
      instrumentUndici(DEFAULT_HTTP),
    ]) {
      t.after(stop);
    }
    const front = await listen((_incoming, response) => {
      assert.equal(propagation.getActiveBaggage()?.getEntry("tenant")?.value, "blue");
      void send({}).then((text) => response.end(text));
    });
    const headers = "Host: a\r\nBaggage: tenant=blue\r\nuberctx-mail: a@b.example\r\n";
    await textOf(await raw(front.port, `GET / HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`));
    assert.doesNotMatch(JSON.stringify(received.at(-1)), /blue|b\.example/);
    await recorder.spans(3);
  });
}

test("a propagator of the application cannot add a header or a request by a line break", async (t) => {
  propagation.disable();
  propagation.setGlobalPropagator({
    fields: () => [],
    extract: (given) => given,
    inject: (_context, carrier, setter) => {
      setter.set(carrier, "x-good", "1");
      setter.set(carrier, "x-bad", "1\r\nX-Evil: 1");
      setter.set(carrier, "x-bad: 1\r\nX-Evil", "1");
    },
  });
  t.after(() => {
    propagation.disable();
    propagation.setGlobalPropagator(everything);
  });
  t.after(instrumentHttpClient(recorder.contextManager, DEFAULT_HTTP));
  const headers = ["Host", `127.0.0.1:${port}`];
  assert.equal(await textOf(await answerOf(get(base, { headers }))), "ok");
  assert.equal(received.at(-1)?.["x-good"], "1");
  assert.equal(received.at(-1)?.["x-evil"], undefined);
  await recorder.spans(1);
});

test("hostile propagation headers of all formats harm neither the answer nor what is sent on", async (t) => {
  for (const stop of [
    instrumentHttpServer(recorder.contextManager, DEFAULT_HTTP),
    instrumentHttpClient(recorder.contextManager, { ...DEFAULT_HTTP, baggageAllow: ["*"] }),
  ]) {
    t.after(stop);
  }
  const front = await listen((_incoming, response) => {
    void clients["node:http"]({}).then((text) => response.end(text));
  });
  const long = "a".repeat(9_000);
  for (const header of [
    `traceparent: 00-${"0".repeat(32)}-${"0".repeat(16)}-01`,
    `traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`,
    `traceparent: 00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-FF`,
    `traceparent: ${long}`,
    `traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: ${"a=1,".repeat(2_000)}`,
    `tracestate: ${"=,".repeat(3_000)}`,
    `baggage: ${"k=v,".repeat(2_500)}`,
    `baggage: k=${long}`,
    `baggage: k=%0d%0aX-Evil:%201;p=\xff\xfe`,
    `baggage: __proto__=1,constructor=2,=,;;`,
    `b3: ${long}`,
    `b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-d-${long}`,
    `X-B3-TraceId: zz\r\nX-B3-SpanId: ${long}`,
    `uber-trace-id: ${"%3a".repeat(2_000)}`,
    `uberctx-a: %0d%0aX-Evil:1\r\nuberctx-__proto__: 1`,
    `X-Amzn-Trace-Id: Root=1-${long};Sampled=?`,
  ]) {
    const text = `GET / HTTP/1.1\r\nHost: a\r\n${header}\r\nConnection: close\r\n\r\n`;
    // oxlint-disable-next-line no-await-in-loop -- one span belongs to one request
    assert.match(await textOf(await raw(front.port, text)), /200 OK[^]*ok$/, header.slice(0, 60));
    // oxlint-disable-next-line no-await-in-loop
    const spans = await recorder.spans(3);
    assert.equal(new Set(spans.map((span) => span.spanContext().traceId)).size, 1);
    assert.match(String(received.at(-1)?.["traceparent"]), /^00-[\da-f]{32}-[\da-f]{16}-0[0-3]$/);
    assert.equal(received.at(-1)?.["x-evil"], undefined);
    assert.ok(JSON.stringify(received.at(-1)).length < 12_000);
  }
  assert.equal(Reflect.get({}, "a"), undefined);
  assert.deepEqual(recorder.errors, []);
});
