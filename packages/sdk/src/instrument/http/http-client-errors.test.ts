import assert from "node:assert/strict";
import { once } from "node:events";
import { get } from "node:http";
import { after, test } from "node:test";

import { SpanStatusCode } from "@opentelemetry/api";

import { answerOf } from "./http-client.test.helper.ts";
import { instrumentHttpClient } from "./http-client.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen, textOf } from "./server.test.support.ts";

const recorder = new Recorder();
after(instrumentHttpClient(recorder.contextManager, DEFAULT_HTTP));

const { port, server } = await listen((incoming, response) => {
  if (incoming.url === "/die") incoming.socket.destroy();
  else if (incoming.url === "/half") {
    response.writeHead(200, { "content-length": 100 }).write("a", () => response.destroy());
  } else if (incoming.url === "/stream") response.write("begun");
  else if (incoming.url === "/garbage") incoming.socket.end("no HTTP at all\r\n\r\n");
});
const base = `http://127.0.0.1:${port}`;

for (const [name, path, status, type] of [
  ["a connection that is closed before the answer", "/die", undefined, "ECONNRESET"],
  ["a connection that is closed within the answer", "/half", 200, "ECONNRESET"],
  ["an answer that is not HTTP", "/garbage", undefined, "HPE_INVALID_CONSTANT"],
] as const) {
  test(`${name} ends the span with its error`, async () => {
    await assert.rejects(async () => textOf(await answerOf(get(base + path))));
    const [span] = await recorder.spans(1);
    assert.equal(span?.status.code, SpanStatusCode.ERROR);
    assert.equal(span?.status.message, undefined);
    assert.equal(span?.attributes["error.type"], type);
    assert.equal(span?.attributes["http.response.status_code"], status);
    assert.deepEqual(await recorder.spans(0), []);
  });
}

test("a host that does not exist, or is none, ends the span with its error", async () => {
  await assert.rejects(answerOf(get("http://host.invalid/")));
  const [unknown] = await recorder.spans(1);
  assert.match(String(unknown?.attributes["error.type"]), /^(ENOTFOUND|EAI_AGAIN)$/);
  assert.equal(unknown?.attributes["server.port"], 80);
  await assert.rejects(answerOf(get({ host: "no such host", path: "/x" })));
  const [none] = await recorder.spans(1);
  assert.equal(none?.attributes["server.address"], "no%20such%20host");
  assert.deepEqual(recorder.errors, []);
});

test("giving up before the answer is an error: destroyed, aborted, timed out", async () => {
  const destroyed = get(`${base}/silent`);
  await Promise.all([once(server, "request"), once(destroyed, "finish")]);
  destroyed.destroy();
  await assert.rejects(answerOf(destroyed));
  const abort = new AbortController();
  const aborted = get(`${base}/silent`, { signal: abort.signal });
  await once(server, "request");
  abort.abort();
  await assert.rejects(answerOf(aborted));
  const timed = get(`${base}/silent`, { timeout: 20 });
  timed.on("timeout", () => timed.destroy(Object.assign(new Error("late"), { code: "ELATE" })));
  await assert.rejects(answerOf(timed));
  const early = get(`${base}/silent`);
  early.destroy();
  await assert.rejects(answerOf(early));
  const spans = await recorder.spans(4);
  assert.deepEqual(
    spans.map((span) => span.attributes["error.type"]),
    ["ECONNRESET", "ABORT_ERR", "ELATE", "ECONNRESET"],
  );
});

test("giving up on an answer that has begun is none", async () => {
  for await (const chunk of await answerOf(get(`${base}/stream`))) {
    assert.equal(String(chunk), "begun");
    break;
  }
  (await answerOf(get(`${base}/stream`))).destroy();
  const abort = new AbortController();
  const aborted = get(`${base}/stream`, { signal: abort.signal });
  (await answerOf(aborted)).on("error", () => abort.abort());
  const dropped = get(`${base}/stream`);
  (await answerOf(dropped)).on("error", () => undefined);
  aborted.on("error", () => undefined);
  abort.abort();
  dropped.destroy();
  for (const span of await recorder.spans(4)) {
    assert.equal(span.attributes["http.response.status_code"], 200);
    assert.equal(span.attributes["error.type"], undefined);
    assert.equal(span.status.code, SpanStatusCode.UNSET);
  }
});

test("giving up on an answer for a reason of its own is an error", async () => {
  const client = get(`${base}/stream`);
  const answer = await answerOf(client);
  client.on("error", () => undefined);
  client.destroy(new TypeError("too much"));
  await assert.rejects(textOf(answer));
  const [span] = await recorder.spans(1);
  assert.equal(span?.attributes["error.type"], "TypeError");
});

after(() => assert.deepEqual(recorder.errors, []));
