import assert from "node:assert/strict";
import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";

import { context, propagation, trace } from "@opentelemetry/api";

import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder, until } from "../recorder.test.support.ts";
import { listen, raw, textOf } from "./server.test.support.ts";

const recorder = new Recorder();
after(instrumentHttpServer(recorder.contextManager, DEFAULT_HTTP));

function spanId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().spanId;
}

function responseOf(client: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    client.once("response", resolve).once("error", reject);
  });
}

function get(path: string, close = false): string {
  return `GET ${path} HTTP/1.1\r\nHost: a\r\n${close ? "Connection: close\r\n" : ""}\r\n`;
}

test("the context reaches the handler, the body's listeners, timers and the response's listeners", async () => {
  const seen: (string | undefined)[] = [];
  let own: string | undefined;
  const note = (): void => {
    seen.push(spanId());
  };
  const { port } = await listen((incoming, response) => {
    own = spanId();
    incoming.on("data", note).on("end", () => {
      note();
      setTimeout(() => {
        note();
        response.end();
      }, 1);
    });
    incoming.on("close", note);
    response.on("finish", note).on("close", note);
  });
  const client = request({ port, host: "127.0.0.1", method: "POST" });
  const answered = responseOf(client);
  client.write("first");
  await until(() => seen.length > 0);
  // Arrives in a packet of its own, long after the handler has returned.
  client.end("second");
  (await answered).resume();
  const [span] = await recorder.spans(1);
  assert.equal(own, span?.spanContext().spanId);
  assert.equal(seen.length, 7);
  assert.ok(seen.every((id) => id === own));
});

test("hundreds of concurrent requests on keep-alive connections never mix contexts", async () => {
  const { port } = await listen((incoming, response) => {
    const own = spanId();
    assert.ok(own);
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      assert.equal(spanId(), own);
      size += chunk.length;
    });
    incoming.on("end", () => {
      void (async () => {
        await delay(size % 7);
        response.end(spanId() === own ? own : "mixed");
      })();
    });
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const results = await Promise.all(
    Array.from({ length: 600 }, async (_, index) => {
      const id = (index + 1).toString(16).padStart(32, "0");
      const client = request({
        agent,
        port,
        host: "127.0.0.1",
        method: "POST",
        headers: { traceparent: `00-${id}-b7ad6b7169203331-01` },
      });
      client.write("x".repeat(index));
      setImmediate(() => client.end("y"));
      return { id, text: await textOf(await responseOf(client)) };
    }),
  );
  agent.destroy();
  const spans = new Map(
    (await recorder.spans(600)).map((span) => [span.spanContext().spanId, span]),
  );
  assert.equal(spans.size, 600);
  for (const { id, text } of results) assert.equal(spans.get(text)?.spanContext().traceId, id);
});

test("pipelined requests have a span each, also when the connection dies before the answers", async () => {
  const ids: (string | undefined)[] = [];
  const { port } = await listen((incoming, response) => {
    const own = spanId();
    ids.push(own);
    if (incoming.url === "/never") return;
    setTimeout(() => response.end(spanId() === own ? "same" : "mixed"), 5);
  });
  const text = await textOf(await raw(port, get("/1") + get("/2") + get("/3", true)));
  assert.equal(text.split("same").length, 4);
  await recorder.spans(3);
  assert.equal(new Set(ids).size, 3);
  const socket = await raw(port, get("/never") + get("/never"));
  await until(() => ids.length === 5);
  socket.destroy();
  const spans = await recorder.spans(2);
  assert.deepEqual(
    spans.map((span) => span.attributes["error.type"]),
    ["aborted", "aborted"],
  );
});

test("a streamed answer's span lasts as long as the stream, and its parts are sent at once", async () => {
  let proceed: (() => void) | undefined;
  const { port } = await listen((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: 1\n\n");
    const own = spanId();
    proceed = () => response.end(spanId() === own ? "never" : "data: 2\n\n");
    response.on("finish", () => assert.equal(spanId(), own));
  });
  const answer = await responseOf(request({ port, host: "127.0.0.1" }).end());
  const parts = answer[Symbol.asyncIterator]();
  assert.equal(String((await parts.next()).value), "data: 1\n\n");
  assert.deepEqual(await recorder.spans(0), []);
  proceed?.();
  assert.equal(String((await parts.next()).value), "data: 2\n\n");
  assert.equal((await parts.next()).done, true);
  const [span] = await recorder.spans(1);
  assert.equal(span?.attributes["http.response.status_code"], 200);
  assert.equal(span?.attributes["error.type"], undefined);
});

test("an upgrade is left to the application and makes no span", async () => {
  const { server, port } = await listen((_request, response) => response.end());
  server.on("upgrade", (_incoming, socket) => {
    socket.end(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nhello",
    );
  });
  const upgrade = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n";
  assert.match(await textOf(await raw(port, upgrade)), /101[^]*hello$/);
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  assert.equal((await recorder.spans(1)).length, 1);
});

for (const [event, head] of [
  ["upgrade", "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nConnection: Upgrade\r\n"],
  ["connect", "CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n"],
] as const) {
  test(`the handler of ${event} runs in the context that came with the request`, async () => {
    const { server, port } = await listen((_request, response) => response.end());
    const seen: unknown[] = [];
    server.on(event, (_incoming, socket) => {
      const { traceId, spanId: id } = trace.getSpanContext(context.active()) ?? {};
      const baggage = propagation.getActiveBaggage()?.getEntry("tenant")?.value;
      seen.push([traceId, id, baggage]);
      void delay(1).then(() => {
        seen.push(spanId());
        return socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n");
      });
    });
    const [traceId, parentId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
    const carried = `traceparent: 00-${traceId}-${parentId}-01\r\nbaggage: tenant=blue\r\n`;
    await textOf(await raw(port, `${head}${carried}\r\n`));
    // The next one comes over a connection of its own, and without a context.
    await textOf(await raw(port, `${head}\r\n`));
    assert.deepEqual(seen, [
      [traceId, parentId, "blue"],
      parentId,
      [undefined, undefined, undefined],
      undefined,
    ]);
    assert.deepEqual(await recorder.spans(0), []);
    assert.deepEqual(Object.keys(server).includes("emit"), false);
  });
}

test("an emit of the application's own and a repeated close do not end a span twice", async () => {
  const events: (string | symbol)[] = [];
  const { port } = await listen((_request, response) => {
    const emit = response.emit.bind(response);
    response.emit = (name: string | symbol, ...args: unknown[]) => {
      events.push(name);
      return emit(name, ...args);
    };
    response.on("close", () => void (events.length < 50 && events.push("listener")));
    response.end(() => response.emit("close"));
  });
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  const spans = await recorder.spans(1);
  await delay(5);
  assert.equal(spans.length, 1);
  assert.ok(events.includes("finish") && events.includes("listener"));
  assert.deepEqual(await recorder.spans(0), []);
});

test("nothing of a request is active outside it", async () => {
  const { port } = await listen((_request, response) => response.end());
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  await recorder.spans(1);
  assert.equal(trace.getSpan(context.active()), undefined);
});
