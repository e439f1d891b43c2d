// oxlint-disable no-await-in-loop -- requests follow one another
import assert from "node:assert/strict";
import { once } from "node:events";
import { createSecureContext } from "node:tls";
import { test } from "node:test";
import { explainFailure } from "../explain-failure.ts";
import { httpTransport, OK, someBatch, startRawServer } from "./http-transport.test.helper.ts";
import type { TransportResult } from "./transport.ts";

const never = new AbortController().signal;

function errorOf(result: TransportResult): Error {
  assert.notEqual(result.kind, "delivered");
  return result.kind === "delivered" ? new Error("delivered") : result.error;
}

const upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n";

for (const [what, answer] of [
  ["101 with an upgrade", upgrade],
  ["101 without one", "HTTP/1.1 101 Switching Protocols\r\n\r\n"],
  ["101 and more bytes", `${upgrade}\u0000\u0001garbage`],
]) {
  test(`${what} is told as a failure, and the connection is ended`, async (t) => {
    const server = await startRawServer(t, (socket) => socket.write(answer ?? ""));
    const transport = httpTransport(t, server.url);
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => transport.send(someBatch, never)));
    for (const result of results) {
      assert.equal(result.kind, "failed");
      assert.deepEqual(explainFailure(errorOf(result), "http/protobuf"), {
        kind: "response",
        cause: "HTTP status 101",
        remedy:
          "Something other than a Collector answers there: correct OTEL_EXPORTER_OTLP_ENDPOINT",
      });
    }
    await transport.close();
    const open = server.sockets.filter((socket) => !socket.closed);
    await Promise.all(open.map((socket) => once(socket, "close")));
  });
}

for (const [what, answer] of [
  ["nothing", ""],
  ["half a status line", "HTTP/1.1 2"],
  ["interim answers only", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"],
  ["half a body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"],
]) {
  test(`the deadline ends a request that is answered with ${what}`, async (t) => {
    const server = await startRawServer(t, (socket) => socket.write(answer ?? ""));
    const result = await httpTransport(t, server.url, { timeoutMs: 200 }).send(someBatch, never);
    assert.equal(result.kind, "retry");
    assert.equal(errorOf(result).message, "timed out after 200 ms");
  });
}

test("an end without an answer is a failure to be tried again", async (t) => {
  const server = await startRawServer(t, (socket) => socket.end());
  const result = await httpTransport(t, server.url).send(someBatch, never);
  assert.equal(result.kind === "retry" && !result.unreachable, true);
  assert.equal(errorOf(result).message, "socket hang up");
  assert.equal(server.times.length, 1);
});

test("a request that was read whole before the kept connection was reset is not sent again at once", async (t) => {
  const server = await startRawServer(t, (socket, request) => {
    if (request === 2) socket.resetAndDestroy();
    else socket.write(OK);
  });
  const transport = httpTransport(t, server.url);
  const kinds: string[] = [];
  for (let round = 0; round < 3; round++) {
    kinds.push((await transport.send(someBatch, never)).kind);
  }
  assert.deepEqual(kinds, ["delivered", "retry", "delivered"]);
  assert.equal(server.times.length, 3);
});

for (const how of ["end", "resetAndDestroy"] as const) {
  test(`connections that the server has ended meanwhile (${how}) are no failure`, async (t) => {
    const server = await startRawServer(t, (socket) => socket.write(OK));
    const transport = httpTransport(t, server.url);
    for (let round = 0; round < 20; round++) {
      const parallel = [1, 2, 3, 4].map(() => transport.send(someBatch, never));
      for (const result of await Promise.all(parallel)) assert.equal(result.kind, "delivered");
      const ended = server.sockets.filter((socket) => !socket.destroyed);
      for (const socket of ended) socket[how]();
      // Blocks the event loop, so that the end has come but nobody has read it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
    assert.equal(server.times.length, 80, "each was sent once");
  });
}

for (const [type, body, kind] of [
  ["application/x-protobuf", "", "delivered"],
  ["", "", "delivered"],
  ["application/json", "{}", "delivered"],
  ["application/json; charset=utf-8", '{"partialSuccess":{}}', "delivered"],
  ["application/json", '{"error":"invalid token"}', "failed"],
  ["application/x-protobuf", "\u0012\u0002ab", "failed"],
  ["application/octet-stream", "\n\u0000", "failed"],
  ["", "\n\u0000", "failed"],
  ["text/plain", "OK", "failed"],
  ["text/html", "", "delivered"],
] as const) {
  test(`200 with ${JSON.stringify(body)} of the type "${type}" is ${kind}`, async (t) => {
    const header = type === "" ? "" : `Content-Type: ${type}\r\n`;
    const server = await startRawServer(t, (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${header}Content-Length: ${body.length}\r\n\r\n${body}`);
    });
    const result = await httpTransport(t, server.url).send(someBatch, never);
    assert.equal(result.kind, kind);
  });
}

test("the values of the endpoint's query are in no message", async (t) => {
  const body = "no key abc&def, abc%26def, abc&amp;def";
  const server = await startRawServer(t, (socket) => {
    socket.write(`HTTP/1.1 400 Bad\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
  const result = await httpTransport(t, server.url).send(someBatch, never);
  const { cause } = explainFailure(errorOf(result), "http/protobuf");
  assert.equal(cause, "HTTP status 400 (no key [secret], [secret], [secret])");
});

const wantsCredentials =
  "The proxy wants credentials: put them into HTTP_PROXY or HTTPS_PROXY, as in http://user:password@proxy:3128";

test("a proxy that wants credentials for http: is told as that", async (t) => {
  const server = await startRawServer(t, (socket) =>
    socket.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"),
  );
  const proxy = new URL(server.url.replace("//", "//bob:hunter22@"));
  const result = await httpTransport(t, "http://collector.test:4318", { proxy }).send(
    someBatch,
    never,
  );
  assert.equal(result.kind, "failed");
  const { cause, remedy } = explainFailure(errorOf(result), "http/protobuf");
  assert.deepEqual([cause, remedy], ["HTTP status 407", wantsCredentials]);
});

for (const [what, answer, told, remedy] of [
  [
    "407",
    "HTTP/1.1 407 Proxy Auth bob:hunter22\r\n\r\n",
    /^the proxy 127\.0\.0\.1:\d+ answered CONNECT with HTTP status 407$/,
    wantsCredentials,
  ],
  [
    "101",
    upgrade,
    /^the proxy 127\.0\.0\.1:\d+ answered CONNECT with HTTP status 101$/,
    "Look into the proxy's log, or put the endpoint's host into NO_PROXY",
  ],
  [
    "an end",
    undefined,
    /^the proxy 127\.0\.0\.1:\d+ cannot be used: socket hang up/,
    "Correct HTTPS_PROXY, or put the endpoint's host into NO_PROXY",
  ],
  ["silence", "", /timed out/, undefined],
] as const) {
  test(`a proxy that answers CONNECT with ${what} is told as that, four times in parallel`, async (t) => {
    const server = await startRawServer(t, (socket) =>
      answer === undefined ? socket.end() : socket.write(answer),
    );
    const transport = httpTransport(t, "https://collector.test:4318", {
      proxy: new URL(server.url.replace("//", "//bob:hunter22@")),
      secureContext: createSecureContext(),
      timeoutMs: answer === "" ? 200 : 10_000,
    });
    const sent = [1, 2, 3, 4].map(() => transport.send(someBatch, never));
    for (const result of await Promise.all(sent)) {
      assert.equal(result.kind === "retry" && result.unreachable, true);
      const failure = explainFailure(errorOf(result), "http/protobuf");
      assert.match(failure.cause, told);
      if (remedy !== undefined) assert.equal(failure.remedy, remedy);
    }
  });
}
