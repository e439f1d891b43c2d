import assert from "node:assert/strict";
import { once } from "node:events";
import { type RequestListener, type Server, createServer } from "node:http";
import { afterEach, test } from "node:test";
import { closedLoop } from "./closed-loop.ts";
import { openConnection } from "./connection.ts";
import { openLoop } from "./open-loop.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}

const signal = new AbortController().signal;

test("a connection waits for the whole of an answer that comes in pieces, and takes the next one", async () => {
  let answered = 0;
  const port = await serve((request, response) => {
    assert.equal(request.url, "/path");
    response.writeHead(200, { "content-length": 6 }).write("äb");
    setImmediate(() => {
      answered += 1;
      response.end("ä\n");
    });
  });
  const connection = await openConnection(port, "/path");
  await connection.request();
  assert.equal(answered, 1);
  await connection.request();
  assert.equal(answered, 2);
  connection.close();
});

test("a connection tells of an answer that is not a 200, and of a server that goes away", async () => {
  const port = await serve((request, response) => {
    if (request.url === "/gone") request.socket.destroy();
    else response.writeHead(503).end();
  });
  const refused = await openConnection(port, "/");
  await assert.rejects(refused.request(), /^Error: the application answered 503 /);
  refused.close();
  const gone = await openConnection(port, "/gone");
  await assert.rejects(gone.request());
  await assert.rejects(gone.request(), new Error("the application closed the connection"));
});

test("a closed loop keeps each connection busy with one request at a time", async () => {
  let now = 0;
  let most = 0;
  let total = 0;
  const port = await serve((_request, response) => {
    now += 1;
    total += 1;
    most = Math.max(most, now);
    setImmediate(() => {
      now -= 1;
      response.writeHead(200, { "content-length": 0 }).end();
    });
  });
  const load = { port, path: "/", connections: 3, durationMs: 50, signal };
  const { requests, perSecond } = await closedLoop(load);
  assert.equal(requests, total);
  assert.ok(requests >= 3 && perSecond > 0);
  assert.ok(most <= 3, `${most} at once`);
});

test("a closed loop ends at once when it is interrupted", async () => {
  const port = await serve((_request, response) => {
    response.writeHead(200, { "content-length": 0 }).end();
  });
  const interrupt = new AbortController();
  const load = { port, path: "/", connections: 2, durationMs: 3_600_000, signal: interrupt.signal };
  const running = closedLoop(load);
  setImmediate(() => interrupt.abort(new Error("enough")));
  await assert.rejects(running, new Error("enough"));
});

test("an open loop makes all its requests although none is answered before the last has come", async () => {
  const waiting: (() => void)[] = [];
  const port = await serve((_request, response) => {
    waiting.push(() => void response.writeHead(200, { "content-length": 0 }).end());
    if (waiting.length === 10) for (const answer of waiting) answer();
  });
  const requests = await openLoop({ port, path: "/", perSecond: 1_000, durationMs: 10, signal });
  assert.equal(requests, 10);
  assert.equal(waiting.length, 10);
});

test("an open loop ends with the first request that fails", async () => {
  const port = await serve((_request, response) => response.writeHead(500).end());
  const load = { port, path: "/", perSecond: 100, durationMs: 3_600_000, signal };
  await assert.rejects(openLoop(load), /^Error: the application answered 500 /);
});
