import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttp2Server } from "node:http2";
import { createServer, type AddressInfo, type Server } from "node:net";
import { type TestContext, test } from "node:test";
import { explainFailure } from "../../packages/sdk/src/export/explain-failure.ts";
import { numberedBatch } from "./receiver-batches.ts";
import { errorOf, never, receiverFor, transportFor } from "./receiver-client.ts";

for (const fault of [{ kind: "hang" }, { kind: "drip", everyMs: 20 }] as const) {
  test(`one deadline covers the whole exchange: ${fault.kind}`, async (t) => {
    const receiver = await receiverFor(t);
    receiver.behave(fault);
    const started = performance.now();
    const result = await transportFor(t, { url: receiver.url, timeoutMs: 200 }).send(
      numberedBatch(),
      never,
    );
    assert.ok(performance.now() - started < 2000);
    assert.equal(result.kind === "retry" && result.unreachable, false);
    assert.equal(errorOf(result).message, "timed out after 200 ms");
  });
}

test("a server that accepts and never reads is left at the deadline", async (t) => {
  const url = await rawServer(t, createServer());
  const batch = numberedBatch({ padding: 1_000_000 });
  const result = await transportFor(t, { url, timeoutMs: 200 }).send(batch, never);
  assert.equal(errorOf(result).message, "timed out after 200 ms");
});

test("the end of the process cuts a request short", async (t) => {
  const receiver = await receiverFor(t);
  receiver.behave({ kind: "hang" });
  const abort = new AbortController();
  const sending = transportFor(t, { url: receiver.url }).send(numberedBatch(), abort.signal);
  abort.abort();
  assert.equal((await sending).kind, "retry");
});

test("a port that refuses is unreachable, a connection that is reset is not", async (t) => {
  const receiver = await receiverFor(t);
  const transport = transportFor(t, { url: receiver.url });
  receiver.behave({ kind: "reset", stores: true });
  const reset = await transport.send(numberedBatch(), never);
  await receiver.down();
  const refused = await transport.send(numberedBatch(), never);
  assert.equal(reset.kind === "retry" && reset.unreachable, false);
  assert.equal(refused.kind === "retry" && refused.unreachable, true);
  assert.match(errorOf(refused).message, /ECONNREFUSED/);
  assert.equal(
    receiver.receipts.numbers("traces").length,
    10,
    "stored, though the answer was lost",
  );
  await receiver.up();
  receiver.behave({ kind: "ok" });
  assert.equal((await transport.send(numberedBatch(), never)).kind, "delivered");
});

test("an unknown host is unreachable", async (t) => {
  const result = await transportFor(t, { url: "http://collector.invalid:4318" }).send(
    numberedBatch(),
    never,
  );
  assert.equal(result.kind === "retry" && result.unreachable, true);
});

test("a gRPC port is recognised", async (t) => {
  const url = await rawServer(t, createHttp2Server());
  const result = await transportFor(t, { url }).send(numberedBatch(), never);
  assert.match(explainFailure(errorOf(result), "http/protobuf").remedy, /PROTOCOL=grpc/);
});

test("an answer before the end of the request is taken, and the rest is not sent", async (t) => {
  const url = await rawServer(
    t,
    createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        socket.pause();
        socket.write("HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n");
      });
    }),
  );
  const batch = numberedBatch({ padding: 1_000_000 });
  const result = await transportFor(t, { url }).send(batch, never);
  assert.equal(result.kind, "too-large");
});

async function rawServer(t: TestContext, server: Server): Promise<string> {
  const sockets = new Set<{ destroy(): unknown }>();
  server.on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is no string
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
