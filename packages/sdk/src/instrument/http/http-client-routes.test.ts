import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, createServer, get, request } from "node:http";
import { Agent as TlsAgent, createServer as createTlsServer, get as getSecurely } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { makeKeyPair, whyNoKeyPairs } from "../../upstream/grpc-server.test.helper.ts";
import { answerOf } from "./http-client.test.helper.ts";
import { instrumentHttpClient } from "./http-client.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen, textOf } from "./server.test.support.ts";

const recorder = new Recorder();
after(instrumentHttpClient(recorder.contextManager, DEFAULT_HTTP));

const traceparents: unknown[] = [];
const { port } = await listen((incoming, response) => {
  traceparents.push(incoming.headers["traceparent"]);
  response.end(incoming.url);
});

async function attributesOf(client: ReturnType<typeof get>): Promise<Record<string, unknown>> {
  await textOf(await answerOf(client));
  const [span] = await recorder.spans(1);
  const { traceId = "", spanId = "" } = span?.spanContext() ?? {};
  assert.equal(traceparents.at(-1), `00-${traceId}-${spanId}-01`);
  return { ...span?.attributes };
}

test("a Host header of its own does not change where a request goes", async () => {
  const virtual = await attributesOf(
    get({ host: "127.0.0.1", port, path: "/x", headers: { Host: "shop.example:8443" } }),
  );
  assert.equal(virtual["server.address"], "127.0.0.1");
  assert.equal(virtual["server.port"], port);
  assert.equal(virtual["url.full"], `http://127.0.0.1:${port}/x`);
  const hostless = get({ host: "127.0.0.1", port, path: "/x", setHost: false });
  assert.equal((await answerOf(hostless)).resume().statusCode, 400);
  const [span] = await recorder.spans(1);
  assert.equal(span?.attributes["server.port"], port);
});

test("a request through a proxy is one to its target", async () => {
  const path = "http://me:s3cret@shop.example:8080/cart?page=1&token=s3cret";
  const attributes = await attributesOf(get({ host: "127.0.0.1", port, path }));
  assert.equal(attributes["url.full"], "http://shop.example:8080/cart?page=1&token=REDACTED");
  assert.equal(attributes["server.address"], "shop.example");
  assert.equal(attributes["server.port"], 8080);
  assert.equal(attributes["network.peer.port"], port);
});

test("an agent's own connections, and none at all, are no hindrance", async () => {
  const agent = new Agent();
  Object.assign(agent, { createConnection: () => connect(port, "127.0.0.1") });
  const own = await attributesOf(get(`http://shop.example:81/x`, { agent }));
  assert.equal(own["url.full"], "http://shop.example:81/x");
  assert.equal(own["network.peer.address"], "127.0.0.1");
  const none = await attributesOf(get(`http://127.0.0.1:${port}/x`, { agent: false }));
  assert.equal(none["server.port"], port);
});

test("a tunnel is a span of its own, and what goes through it is the application's", async () => {
  const proxy = createServer().on("connect", (incoming, socket, head) => {
    traceparents.push(incoming.headers["traceparent"]);
    const upstream = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.end(head);
      socket.pipe(upstream, { end: false });
      upstream.pipe(socket);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has an address
  const { port: proxyPort } = proxy.address() as AddressInfo;
  const client = request({
    host: "127.0.0.1",
    port: proxyPort,
    method: "CONNECT",
    path: `127.0.0.1:${port}`,
  }).end();
  const [answer, socket] = await once(client, "connect");
  assert.equal(answer.statusCode, 200);
  socket.destroy();
  const [span] = await recorder.spans(1);
  assert.equal(span?.name, "CONNECT");
  assert.equal(span.attributes["http.response.status_code"], 200);
  assert.equal(span.attributes["url.full"], `http://127.0.0.1:${proxyPort}/`);
  proxy.close();
});

test("HTTPS, also with keep-alive, is https on its port", { skip: whyNoKeyPairs() }, async (t) => {
  const files = makeKeyPair("IP:127.0.0.1,DNS:localhost");
  t.after(() => files.remove());
  const [key, cert] = [readFileSync(files.key), readFileSync(files.certificate)];
  const secure = createTlsServer({ key, cert }, (incoming, response) => {
    traceparents.push(incoming.headers["traceparent"]);
    response.end("ok");
  });
  secure.listen(0, "127.0.0.1");
  await once(secure, "listening");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has an address
  const { port: securePort } = secure.address() as AddressInfo;
  const agent = new TlsAgent({ keepAlive: true, ca: cert });
  for (const path of ["/1", "/2"]) {
    // oxlint-disable-next-line no-await-in-loop -- the second over the connection of the first
    const attributes = await attributesOf(
      getSecurely(`https://127.0.0.1:${securePort}${path}`, { agent }),
    );
    assert.equal(attributes["url.full"], `https://127.0.0.1:${securePort}${path}`);
    assert.equal(attributes["network.protocol.version"], "1.1");
    assert.equal(attributes["network.peer.port"], securePort);
  }
  const failed = getSecurely(`https://127.0.0.1:${securePort}/`, { agent: false });
  await assert.rejects(answerOf(failed));
  const [span] = await recorder.spans(1);
  assert.match(String(span?.attributes["error.type"]), /SELF_SIGNED|UNABLE_TO_VERIFY|DEPTH_ZERO/);
  agent.destroy();
  secure.close();
});

test(
  "a Unix domain socket is the peer",
  { skip: process.platform === "win32" && "no such sockets" },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "agent-otel-"));
    const socketPath = join(folder, "s");
    const local = createServer((incoming, response) => {
      traceparents.push(incoming.headers["traceparent"]);
      response.end("ok");
    }).listen(socketPath);
    await once(local, "listening");
    const attributes = await attributesOf(get({ socketPath, path: "/containers/json?page=1" }));
    assert.equal(attributes["url.full"], "http://localhost/containers/json?page=1");
    assert.equal(attributes["network.peer.address"], socketPath);
    assert.equal(attributes["network.peer.port"], undefined);
    local.close();
    rmSync(folder, { recursive: true });
  },
);

test("an IPv6 address is recorded without brackets", async () => {
  const agent = new Agent();
  Object.assign(agent, { createConnection: () => connect(port, "127.0.0.1") });
  const attributes = await attributesOf(get({ host: "::1", port: 8_080, path: "/x", agent }));
  assert.equal(attributes["url.full"], "http://[::1]:8080/x");
  assert.equal(attributes["server.address"], "::1");
  assert.equal(attributes["server.port"], 8_080);
});

after(() => assert.deepEqual(recorder.errors, []));
