import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, get, request } from "node:http";
import { after, test } from "node:test";

import { ROOT_CONTEXT, type Span, context, trace } from "@opentelemetry/api";

import { answerOf } from "./http-client.test.helper.ts";
import { instrumentHttpClient } from "./http-client.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen, textOf } from "./server.test.support.ts";

const recorder = new Recorder();
after(instrumentHttpClient(recorder.contextManager, DEFAULT_HTTP));

const { port, server } = await listen((incoming, response) => {
  if (incoming.url === "/die") incoming.socket.destroy();
  else if (incoming.url === "/slow") {
    response.write("first");
    setTimeout(() => response.end("second"), 5);
  } else if (incoming.url !== "/silent") response.end(incoming.url);
});
const base = `http://127.0.0.1:${port}`;
const tracer = trace.getTracer("test");

function active(): string | undefined {
  return trace.getActiveSpan()?.spanContext().spanId;
}

function inSpan<T>(span: Span, work: () => T): T {
  return context.with(trace.setSpan(ROOT_CONTEXT, span), work);
}

test("listeners of request and answer run in the context of the caller, however late the event comes", async () => {
  const parent = tracer.startSpan("parent");
  const seen: (readonly [string, string | undefined])[] = [];
  const client = inSpan(parent, () => request(`${base}/slow`, { method: "POST", timeout: 30_000 }));
  const note = (name: string) => (): void => void seen.push([name, active()]);
  for (const name of ["socket", "finish", "close"]) client.on(name, note(name));
  client.on("response", (answer) => {
    note("response")();
    for (const name of ["data", "end", "close"]) answer.on(name, note(`answer's ${name}`));
  });
  // Outside the parent, as when a queue sends it.
  client.end("body");
  await once(client, "close");
  await recorder.spans(1);
  const names = seen.map(([name]) => name);
  for (const name of ["socket", "finish", "response", "answer's data", "answer's end", "close"]) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(names.filter((name) => name === "answer's data").length >= 2);
  for (const [name, id] of seen) assert.equal(id, parent.spanContext().spanId, name);
});

test("an error's listener runs in the context of the caller", async () => {
  const parent = tracer.startSpan("parent");
  const client = inSpan(parent, () => get(`${base}/die`));
  const id = await new Promise((resolve) => {
    client.on("error", () => {
      resolve(active());
    });
  });
  assert.equal(id, parent.spanContext().spanId);
  await recorder.spans(1);
});

test("hundreds of requests over few connections, many waiting for one, keep parents and contexts", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 7 });
  const wanted = new Map<string, string>();
  await Promise.all(
    Array.from({ length: 400 }, async (_, index) => {
      const parent = tracer.startSpan(`parent ${index}`);
      const { spanId } = parent.spanContext();
      wanted.set(`${base}/${index}`, spanId);
      await inSpan(parent, async () => {
        const answer = await answerOf(get(`${base}/${index}`, { agent }));
        answer.on("data", () => assert.equal(active(), spanId));
        assert.equal(await textOf(answer), `/${index}`);
        assert.equal(active(), spanId);
      });
    }),
  );
  agent.destroy();
  const spans = await recorder.spans(400);
  assert.equal(spans.length, 400);
  for (const span of spans) {
    assert.equal(span.parentSpanContext?.spanId, wanted.get(String(span.attributes["url.full"])));
    assert.equal(span.attributes["server.port"], port);
  }
});

test("a client that removes every listener loses no span", async () => {
  const client = get(`${base}/x`);
  client.removeAllListeners("error").removeAllListeners("close");
  const answer = await answerOf(client);
  answer.removeAllListeners("close");
  assert.equal(await textOf(answer), "/x");
  assert.equal((await recorder.spans(1)).length, 1);
});

test("the span has ended when a listener of the answer's end runs", async () => {
  const answer = await answerOf(get(`${base}/x`));
  const counts: number[] = [];
  answer.on("end", () => {
    void recorder.spans(0).then((spans) => counts.push(spans.length));
  });
  answer.resume();
  await once(answer, "close");
  assert.deepEqual(counts, [1]);
});

test("an upgrade leaves the connection to the application, and ends the span with 101", async () => {
  server.on("upgrade", (_incoming, socket) => {
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nhello ",
    );
    socket.pipe(socket);
  });
  const parent = tracer.startSpan("parent");
  const headers = { Connection: "Upgrade", Upgrade: "echo" };
  const client = inSpan(parent, () => get(`${base}/socket`, { headers }));
  const text = await new Promise((resolve) => {
    client.on("upgrade", (_answer, socket, head) => {
      assert.equal(active(), parent.spanContext().spanId);
      socket.end("you");
      let all = head.toString();
      socket.on("data", (chunk: Buffer) => (all += chunk.toString()));
      socket.on("end", () => {
        resolve(all);
      });
    });
  });
  assert.equal(text, "hello you");
  const [span] = await recorder.spans(1);
  assert.equal(span?.attributes["http.response.status_code"], 101);
  assert.equal(span?.attributes["error.type"], undefined);
});

test("an upgrade that nobody takes ends with its connection", async () => {
  const client = get(`${base}/socket`, { headers: { Connection: "Upgrade", Upgrade: "echo" } });
  await once(client, "close");
  const [span] = await recorder.spans(1);
  assert.equal(span?.attributes["http.response.status_code"], 101);
});

test("an emit of the application's own is still called, and a made-up answer harms nothing", async () => {
  const client = get(`${base}/x`);
  const events: unknown[] = [];
  const emit = client.emit.bind(client);
  client.emit = (name: string | symbol, ...args: unknown[]) => {
    events.push(name);
    return emit(name, ...args);
  };
  client.emit("response", undefined);
  client.emit("response", { statusCode: "200" });
  client.emit("upgrade");
  client.on("response", (answer) => answer.resume());
  await once(client, "close");
  assert.ok(events.includes("response") && events.includes("close"));
  assert.equal((await recorder.spans(1)).length, 1);
  assert.deepEqual(recorder.errors, []);
});
