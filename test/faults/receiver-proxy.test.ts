import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { OtlpProtocol } from "../../packages/sdk/src/config/config.ts";
import { numberedBatch } from "./receiver-batches.ts";
import { createAuthority } from "./receiver-certificates.ts";
import { errorOf, never, receiverFor, transportFor } from "./receiver-client.ts";
import type { Receiver } from "./receiver.ts";

// A name that no resolver knows: only the proxy can find the way.
const HOST = "collector.invalid";

for (const [protocol, secure] of [
  ["http/protobuf", false],
  ["http/protobuf", true],
  ["grpc", false],
  ["grpc", true],
] as const) {
  test(`${protocol} ${secure ? "with TLS" : "in plain text"} goes through the proxy`, async (t) => {
    const { receiver, url, tls } = await target(t, { protocol, secure });
    const proxy = await startProxy(t, receiver);
    const proxyUrl = proxy.url.replace("//", "//user:pa%20ss@");
    const transport = transportFor(t, {
      url,
      protocol,
      tls,
      proxies: { http: proxyUrl, https: proxyUrl },
    });
    for (const from of [0, 10]) {
      // oxlint-disable-next-line no-await-in-loop -- the second is to use the connection of the first
      const result = await transport.send(numberedBatch({ from }), never);
      assert.equal(result.kind, "delivered");
    }
    assert.equal(receiver.receipts.numbers("traces").length, 20);
    assert.equal(new Set(proxy.authorizations).size, 1);
    assert.equal(proxy.authorizations[0], `Basic ${btoa("user:pa ss")}`);
    const tunnels = secure || protocol === "grpc";
    assert.deepEqual(proxy.methods, tunnels ? ["CONNECT"] : ["POST", "POST"]);
    assert.equal(receiver.seen[0]?.headers["proxy-authorization"], undefined);
  });
}

test("a proxy that refuses is told without its password", async (t) => {
  const { receiver, url, tls } = await target(t, { protocol: "http/protobuf", secure: true });
  const proxy = await startProxy(t, receiver, 407);
  const https = proxy.url.replace("//", "//user:hunter22@");
  const result = await transportFor(t, { url, tls, proxies: { https } }).send(
    numberedBatch(),
    never,
  );
  assert.equal(result.kind === "retry" && result.unreachable, true);
  assert.match(
    errorOf(result).message,
    /^the proxy 127\.0\.0\.1:\d+ answered CONNECT with HTTP status 407$/,
  );
});

test("a proxy that does not answer is left at the deadline", async (t) => {
  const { receiver, url, tls } = await target(t, { protocol: "http/protobuf", secure: true });
  const proxy = await startProxy(t, receiver, "hang");
  const result = await transportFor(t, {
    url,
    tls,
    timeoutMs: 300,
    proxies: { https: proxy.url },
  }).send(numberedBatch(), never);
  assert.match(errorOf(result).message, /timed out/);
});

test("a proxy that is absent is unreachable", async (t) => {
  const { url, tls } = await target(t, { protocol: "http/protobuf", secure: true });
  const proxies = { https: "http://127.0.0.1:1" };
  const result = await transportFor(t, { url, tls, proxies }).send(numberedBatch(), never);
  assert.equal(result.kind === "retry" && result.unreachable, true);
  assert.match(errorOf(result).message, /^the proxy 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/);
});

async function target(
  t: TestContext,
  { protocol, secure }: { protocol: OtlpProtocol; secure: boolean },
): Promise<{ receiver: Receiver; url: string; tls: { certificate?: string } }> {
  const kind = protocol === "grpc" ? "grpc" : "http";
  if (!secure) {
    const receiver = await receiverFor(t, { protocol: kind });
    return { receiver, url: receiver.url.replace("127.0.0.1", HOST), tls: {} };
  }
  const authority = createAuthority();
  const receiver = await receiverFor(t, { protocol: kind, tls: authority.issue([HOST]) });
  const folder = mkdtempSync(join(tmpdir(), "agent-otel-proxy-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const certificate = join(folder, "ca.pem");
  writeFileSync(certificate, authority.cert);
  return { receiver, url: receiver.url.replace("127.0.0.1", HOST), tls: { certificate } };
}

interface Proxy {
  readonly url: string;
  readonly methods: string[];
  readonly authorizations: (string | undefined)[];
}

/** A proxy that takes every name for 127.0.0.1, and can refuse or say nothing. */
async function startProxy(
  t: TestContext,
  receiver: Receiver,
  fault?: "hang" | 407,
): Promise<Proxy> {
  const methods: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const note = ({ method = "", headers }: IncomingMessage): void => {
    methods.push(method);
    authorizations.push(headers["proxy-authorization"]);
  };
  const port = new URL(receiver.url).port;
  const server = createServer((incoming, response) => {
    note(incoming);
    forward(incoming, response, port);
  });
  server.on("connect", (incoming: IncomingMessage, socket: Socket) => {
    note(incoming);
    socket.on("error", () => {});
    if (fault === "hang") return;
    if (fault === 407) {
      socket.end("HTTP/1.1 407 Authenticate\r\n\r\n");
      return;
    }
    const upstream = connect(Number(port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is no string
  const { port: own } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${own}`, methods, authorizations };
}

/** A request for a whole URL (RFC 9112, 3.2.2). */
function forward(incoming: IncomingMessage, response: ServerResponse, port: string): void {
  const { pathname } = new URL(incoming.url ?? "");
  const { "proxy-authorization": _, ...headers } = incoming.headers;
  const onward = request({ host: "127.0.0.1", port, path: pathname, method: "POST", headers });
  onward.once("response", (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  incoming.pipe(onward);
}
