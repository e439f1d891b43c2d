import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { explainFailure } from "../../packages/sdk/src/export/explain-failure.ts";
import { numberedBatch } from "./receiver-batches.ts";
import { errorOf, never, receiverFor, transportFor } from "./receiver-client.ts";

for (const compression of ["none", "gzip"] as const) {
  test(`gRPC with compression ${compression} arrives whole, with its metadata`, async (t) => {
    const receiver = await receiverFor(t, { protocol: "grpc" });
    const transport = transportFor(t, {
      url: receiver.url,
      protocol: "grpc",
      compression,
      headers: { "X-Tenant": "acme" },
    });
    const result = await transport.send(numberedBatch(), never);
    assert.deepEqual(result, { kind: "delivered", rejected: 0, message: "" });
    assert.equal(receiver.receipts.numbers("traces").length, 10);
    const [call] = receiver.seen;
    assert.equal(call?.path, "/opentelemetry.proto.collector.trace.v1.TraceService/Export");
    assert.equal(call?.headers["x-tenant"], "acme");
    assert.equal(call?.headers["grpc-encoding"], compression === "gzip" ? "gzip" : undefined);
    assert.match(
      String(call?.headers["user-agent"]),
      /^agent-otel\/\S+ OTel-OTLP-Exporter-JavaScript\/\S+ /,
    );
  });
}

const codes = [
  [1, "retry"],
  [2, "failed"],
  [3, "failed"],
  [4, "retry"],
  [5, "failed"],
  [6, "failed"],
  [7, "failed"],
  [8, "failed"],
  [9, "failed"],
  [10, "retry"],
  [11, "retry"],
  [12, "failed"],
  [13, "failed"],
  [14, "retry"],
  [15, "retry"],
  [16, "failed"],
] as const;

test("each gRPC status is judged as OTLP says", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  for (const [code, kind] of codes) {
    receiver.behave({ kind: "code", code, message: "as you wish" });
    // oxlint-disable-next-line no-await-in-loop -- the receiver has one behaviour at a time
    const result = await transport.send(numberedBatch(), never);
    assert.equal(result.kind, kind, String(code));
    assert.match(errorOf(result).message, new RegExp(`^${code} [A-Z_]+: as you wish$`));
    assert.equal(result.kind === "retry" && result.unreachable, false);
  }
  assert.equal(receiver.connections, 1);
});

test("RESOURCE_EXHAUSTED is repeated with RetryInfo, and divided when it is the size", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  receiver.behave({ kind: "code", code: 8, retryAfterMs: 2500 }, { kind: "limit", bytes: 100 });
  const paused = await transport.send(numberedBatch(), never);
  assert.equal(paused.kind === "retry" && paused.afterMs, 2500);
  assert.equal((await transport.send(numberedBatch(), never)).kind, "too-large");
});

test("RetryInfo of UNAVAILABLE is the pause", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  receiver.behave({ kind: "code", code: 14, retryAfterMs: 120_000 });
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  const result = await transport.send(numberedBatch(), never);
  assert.equal(result.kind === "retry" && result.afterMs, 120_000);
});

test("partial success over gRPC is told with its count and reason", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  receiver.behave({ kind: "partial", rejected: 4, message: "quota" });
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  const result = await transport.send(numberedBatch(), never);
  assert.deepEqual(result, { kind: "delivered", rejected: 4, message: "quota" });
  assert.equal(receiver.receipts.numbers("traces").length, 6);
});

for (const fault of [{ kind: "hang" }, { kind: "drip", everyMs: 20 }] as const) {
  test(`one deadline covers the whole call, and the connection is given up: ${fault.kind}`, async (t) => {
    const receiver = await receiverFor(t, { protocol: "grpc" });
    receiver.behave(fault, { kind: "ok" });
    const transport = transportFor(t, { url: receiver.url, protocol: "grpc", timeoutMs: 300 });
    const started = performance.now();
    const result = await transport.send(numberedBatch(), never);
    assert.ok(performance.now() - started < 2000);
    assert.equal(result.kind === "retry" && result.unreachable, false);
    assert.equal(errorOf(result).message, "4 DEADLINE_EXCEEDED: timed out after 300 ms");
    assert.equal((await transport.send(numberedBatch(), never)).kind, "delivered");
    assert.equal(receiver.connections, 2);
  });
}

test("connections that end, before or after the batch is stored, are worth another attempt", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  receiver.behave({ kind: "reset", stores: false }, { kind: "reset", stores: true });
  assert.equal((await transport.send(numberedBatch(), never)).kind, "retry");
  assert.equal((await transport.send(numberedBatch({ from: 10 }), never)).kind, "retry");
  assert.equal(receiver.receipts.numbers("traces").length, 10);
});

test("a port that refuses is unreachable, and each attempt is one of its own", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  await receiver.down();
  const refused = await transport.send(numberedBatch(), never);
  assert.equal(refused.kind === "retry" && refused.unreachable, true);
  assert.match(errorOf(refused).message, /ECONNREFUSED/);
  await receiver.up();
  // Without a connection of its own the attempt would wait for grpc-js's back-off.
  assert.equal((await transport.send(numberedBatch(), never)).kind, "delivered");
});

test("a server that accepts and says nothing is left at the deadline", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const sockets: { destroy(): unknown }[] = [];
  server.on("connection", (socket) => sockets.push(socket.on("error", () => {})));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is no string
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = transportFor(t, { url, protocol: "grpc", timeoutMs: 300 });
  const result = await transport.send(numberedBatch(), never);
  assert.equal(errorOf(result).message, "4 DEADLINE_EXCEEDED: timed out after 300 ms");
});

test("the end of the process cuts a call short", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  receiver.behave({ kind: "hang" });
  const abort = new AbortController();
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  const sending = transport.send(numberedBatch(), abort.signal);
  abort.abort();
  assert.equal((await sending).kind, "retry");
});

test("an HTTP answer on a gRPC port is judged by its status", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  receiver.behave({ kind: "status", status: 503, body: "no healthy upstream" });
  assert.equal((await transport.send(numberedBatch(), never)).kind, "retry");
  receiver.behave({ kind: "status", status: 401 });
  assert.equal((await transport.send(numberedBatch(), never)).kind, "failed");
});

test("an HTTP port is recognised", async (t) => {
  const receiver = await receiverFor(t);
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc" });
  const result = await transport.send(numberedBatch(), never);
  assert.match(explainFailure(errorOf(result), "grpc").remedy, /PROTOCOL=http\/protobuf/);
});

test("a server that repeats our metadata does not get it into a message", async (t) => {
  const receiver = await receiverFor(t, { protocol: "grpc" });
  receiver.behave({ kind: "code", code: 16, message: "token sk-very-secret is unknown" });
  const headers = { authorization: "Bearer sk-very-secret" };
  const transport = transportFor(t, { url: receiver.url, protocol: "grpc", headers });
  const result = await transport.send(numberedBatch(), never);
  assert.equal(errorOf(result).message, "16 UNAUTHENTICATED: token [secret] is unknown");
});

test("a header that cannot be metadata is refused at once, without its value", (t) => {
  for (const [name, value] of [
    ["api-key", "a\nb"],
    ["api key", "ab"],
    ["key-bin", "ab"],
  ] as const) {
    const headers = { [name]: value };
    assert.throws(
      () => transportFor(t, { url: "http://127.0.0.1:1", protocol: "grpc", headers }),
      /^Error: the header "\S+ ?\S*" cannot be sent over gRPC; correct OTEL_EXPORTER_OTLP_HEADERS$/,
    );
  }
});
