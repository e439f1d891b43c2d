import assert from "node:assert/strict";
import { test } from "node:test";
import { numberedBatch } from "./receiver-batches.ts";
import { errorOf, never, receiverFor, transportFor } from "./receiver-client.ts";

const ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

for (const encoding of ["protobuf", "json"] as const) {
  for (const compression of ["none", "gzip"] as const) {
    test(`${encoding} with compression ${compression} arrives whole, with the headers it needs`, async (t) => {
      const receiver = await receiverFor(t);
      const transport = transportFor(t, {
        url: receiver.url,
        protocol: `http/${encoding}`,
        compression,
        headers: { "X-Tenant": "acme" },
      });
      const result = await transport.send(numberedBatch({ encoding }), never);
      assert.equal(result.kind, "delivered");
      assert.deepEqual(receiver.receipts.numbers("traces"), ten);
      const [request] = receiver.seen;
      assert.equal(request?.path, "/v1/traces");
      assert.equal(request?.headers["x-tenant"], "acme");
      assert.equal(
        request?.headers["content-encoding"],
        compression === "gzip" ? "gzip" : undefined,
      );
      assert.match(
        String(request?.headers["user-agent"]),
        /^agent-otel\/\S+ OTel-OTLP-Exporter-JavaScript\/\S+$/,
      );
    });
  }
}

test("connections are kept, and a batch that a dying one may have carried is tried again later", async (t) => {
  const receiver = await receiverFor(t);
  const transport = transportFor(t, { url: receiver.url });
  for (const from of [0, 10]) {
    // oxlint-disable-next-line no-await-in-loop -- the second is to use the connection of the first
    assert.equal((await transport.send(numberedBatch({ from }), never)).kind, "delivered");
  }
  assert.equal(receiver.connections, 1);
  receiver.behave({ kind: "reset", stores: false }, { kind: "ok" });
  assert.equal((await transport.send(numberedBatch({ from: 20 }), never)).kind, "retry");
  assert.equal((await transport.send(numberedBatch({ from: 20 }), never)).kind, "delivered");
  assert.equal(receiver.receipts.numbers("traces").length, 30);
});

const statuses: readonly (readonly [number, string])[] = [
  [400, "failed"],
  [401, "failed"],
  [403, "failed"],
  [404, "failed"],
  [408, "failed"],
  [413, "too-large"],
  [429, "retry"],
  [500, "failed"],
  [501, "failed"],
  [502, "retry"],
  [503, "retry"],
  [504, "retry"],
];

test("each HTTP status is judged as OTLP says", async (t) => {
  const receiver = await receiverFor(t);
  const transport = transportFor(t, { url: receiver.url });
  for (const [status, kind] of statuses) {
    receiver.behave({ kind: "status", status });
    // oxlint-disable-next-line no-await-in-loop -- the receiver has one behaviour at a time
    const result = await transport.send(numberedBatch(), never);
    assert.equal(result.kind, kind, String(status));
    assert.equal(errorOf(result).message, `HTTP status ${status}`);
  }
  assert.deepEqual(receiver.receipts.numbers("traces"), []);
});

for (const [name, value, expected] of [
  ["seconds", "7", 7000],
  ["nonsense", "soon", undefined],
] as const) {
  test(`Retry-After as ${name}`, async (t) => {
    const receiver = await receiverFor(t);
    receiver.behave({ kind: "status", status: 503, headers: { "retry-after": value } });
    const result = await transportFor(t, { url: receiver.url }).send(numberedBatch(), never);
    assert.equal(result.kind === "retry" && result.afterMs, expected);
  });
}

test("Retry-After as a date", async (t) => {
  const receiver = await receiverFor(t);
  const date = new Date(Date.now() + 60_000).toUTCString();
  receiver.behave({ kind: "status", status: 429, headers: { "retry-after": date } });
  const result = await transportFor(t, { url: receiver.url }).send(numberedBatch(), never);
  assert.ok(result.kind === "retry" && result.afterMs !== undefined);
  assert.ok(result.afterMs > 50_000 && result.afterMs <= 60_000, String(result.afterMs));
});

test("partial success is told with its count and reason, a warning with none", async (t) => {
  const receiver = await receiverFor(t);
  const transport = transportFor(t, { url: receiver.url });
  receiver.behave(
    { kind: "partial", rejected: 3, message: "no such tenant" },
    { kind: "partial", rejected: 0, message: "old version" },
  );
  const results = [
    await transport.send(numberedBatch(), never),
    await transport.send(numberedBatch({ from: 10 }), never),
  ];
  assert.deepEqual(results, [
    { kind: "delivered", rejected: 3, message: "no such tenant" },
    { kind: "delivered", rejected: 0, message: "old version" },
  ]);
  assert.equal(receiver.receipts.numbers("traces").length, 17);
});
