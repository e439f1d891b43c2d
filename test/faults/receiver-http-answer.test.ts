import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { explainFailure } from "../../packages/sdk/src/export/explain-failure.ts";
import { numberedBatch } from "./receiver-batches.ts";
import { errorOf, never, receiverFor, transportFor } from "./receiver-client.ts";
import type { Fault } from "./receiver.ts";

const otlp = { "content-type": "application/x-protobuf" };
const noResponses: readonly (readonly [string, Fault & { kind: "status" }])[] = [
  [
    "a captive portal's page",
    {
      kind: "status",
      status: 200,
      headers: { "content-type": "text/html" },
      body: "<html>Log in</html>",
    },
  ],
  ["bytes that are no protobuf", { kind: "status", status: 200, headers: otlp, body: "OK" }],
  [
    "a truncated message",
    { kind: "status", status: 200, headers: otlp, body: Buffer.from([0x0a, 0x10, 0x08]) },
  ],
  [
    "a JSON list",
    { kind: "status", status: 200, headers: { "content-type": "application/json" }, body: "[]" },
  ],
  [
    "a broken gzip",
    {
      kind: "status",
      status: 200,
      headers: { ...otlp, "content-encoding": "gzip" },
      body: "no gzip",
    },
  ],
  [
    "more than 64 KiB",
    { kind: "status", status: 200, headers: otlp, body: Buffer.alloc(20_000_000) },
  ],
  [
    "a gzip bomb",
    {
      kind: "status",
      status: 200,
      headers: { ...otlp, "content-encoding": "gzip" },
      body: gzipSync(Buffer.alloc(10_000_000)),
    },
  ],
];

for (const [name, fault] of noResponses) {
  test(`a 200 with ${name} is a failure`, async (t) => {
    const receiver = await receiverFor(t);
    receiver.behave(fault);
    const result = await transportFor(t, { url: receiver.url }).send(numberedBatch(), never);
    assert.equal(result.kind, "failed");
    assert.match(
      errorOf(result).message,
      /^the answer \(HTTP status 200, \S+\) is no OTLP response$/,
    );
  });
}

test("a 200 with an empty body, a 202 and JSON for protobuf are successes", async (t) => {
  const receiver = await receiverFor(t);
  const transport = transportFor(t, { url: receiver.url });
  receiver.behave(
    { kind: "status", status: 200, headers: { "content-type": "text/plain" } },
    { kind: "status", status: 202 },
    {
      kind: "status",
      status: 200,
      headers: { "content-type": "application/json; charset=utf-8" },
      body: "{}",
    },
  );
  for (let round = 0; round < 3; round++) {
    // oxlint-disable-next-line no-await-in-loop -- the receiver's behaviours follow one another
    assert.equal((await transport.send(numberedBatch(), never)).kind, "delivered");
  }
});

test("a redirect is not followed, and only its origin is told", async (t) => {
  const receiver = await receiverFor(t);
  const location = "https://user:pw@login.example/next?token=abc";
  receiver.behave({ kind: "status", status: 308, headers: { location } });
  const result = await transportFor(t, { url: receiver.url }).send(numberedBatch(), never);
  assert.equal(result.kind, "failed");
  const { cause } = explainFailure(errorOf(result), "http/protobuf");
  assert.equal(
    cause,
    "HTTP status 308 (a redirect to https://login.example, which is not followed)",
  );
  assert.equal(receiver.seen.length, 1);
});

test("a server that repeats our credentials does not get them into a message", async (t) => {
  const receiver = await receiverFor(t);
  receiver.behave({
    kind: "status",
    status: 401,
    headers: { "content-type": "text/plain" },
    body: 'key "sk-very-secret" of Bearer sk-very-secret; user:hunter22; dXNlcjpodW50ZXIyMg==',
  });
  const transport = transportFor(t, {
    url: receiver.url.replace("//", "//user:hunter22@"),
    headers: { "x-api-key": "Bearer sk-very-secret" },
  });
  const result = await transport.send(numberedBatch(), never);
  const { cause } = explainFailure(errorOf(result), "http/protobuf");
  assert.doesNotMatch(cause, /sk-very|hunter22|dXNl/);
  assert.match(cause, /^HTTP status 401 \(key "\[secret\]" of/);
  assert.doesNotMatch(transport.url, /hunter22/);
  assert.match(String(receiver.seen[0]?.headers["authorization"]), /^Basic /);
});
