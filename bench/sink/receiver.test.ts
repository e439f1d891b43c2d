import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { otlpRequest } from "./protobuf.test.helper.ts";
import { createReceiver, nothingReceived } from "./receiver.ts";

let received = nothingReceived();
const receiver = createReceiver(() => received);
let url = "";

before(async () => {
  await once(receiver.listen(0, "127.0.0.1"), "listening");
  const address = receiver.address();
  assert.ok(address !== null && typeof address === "object");
  url = `http://127.0.0.1:${address.port}`;
});
beforeEach(() => {
  received = nothingReceived();
});
after(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const request = otlpRequest([
  { name: "bench step", attributes: 8 },
  { name: "GET", attributes: 1 },
]);

async function post(path: string, body: Buffer, headers = {}): Promise<string> {
  const response = await fetch(url + path, { method: "POST", body: new Uint8Array(body), headers });
  return `${response.status} ${await response.text()}`;
}

test("an OTLP request is counted and answered with an empty response", async () => {
  assert.equal(await post("/v1/traces", request), "200 ");
  assert.deepEqual(received, {
    ...nothingReceived(),
    spans: 2,
    manual: 1,
    attributes: 8,
    posts: 1,
    bytes: request.length,
    largest: request.length,
  });
});

test("a compressed request is counted by its spans and by the bytes that were sent", async () => {
  const zipped = gzipSync(request);
  assert.equal(await post("/v1/traces", zipped, { "content-encoding": "gzip" }), "200 ");
  assert.equal(received.spans, 2);
  assert.equal(received.bytes, zipped.length);
});

test("a request of the Datadog agent's protocol is counted and gets the agent's answer", async () => {
  const oneSpan = Buffer.from("dc0001dc000181a87265736f75726365aa62656e63682073746570", "hex");
  assert.equal(await post("/v0.4/traces", oneSpan), '200 {"rate_by_service":{}}');
  assert.equal(received.spans, 1);
  assert.equal(received.manual, 1);
});

test("a request that cannot be decoded is refused and counted as such", async () => {
  assert.match(await post("/v1/traces", Buffer.from("{}")), /^400 RangeError/);
  assert.match(await post("/v1/traces", request, { "content-encoding": "gzip" }), /^400 /);
  assert.deepEqual([received.malformed, received.posts, received.spans], [2, 2, 0]);
});

test("a request above the Collector's limit is refused, one just below it is not", async () => {
  const limit = 20 * 1024 * 1024;
  assert.equal(
    await post("/v1/traces", Buffer.alloc(limit + 1)),
    "400 http: request body too large",
  );
  assert.deepEqual([received.tooLarge, received.largest], [1, limit + 1]);
  // All zeros are no protobuf: it was looked at.
  assert.match(await post("/v1/traces", Buffer.alloc(limit)), /^400 RangeError/);
});

test("metrics, logs and a vendor's own requests are accepted and kept apart", async () => {
  for (const path of ["/v1/metrics", "/v1/logs", "/info"]) {
    // oxlint-disable-next-line no-await-in-loop -- one connection is enough
    assert.equal(await post(path, Buffer.from("x")), "200 {}");
  }
  assert.deepEqual(received, { ...nothingReceived(), others: 3 });
});
