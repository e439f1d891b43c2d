import assert from "node:assert/strict";
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import { captureReport, makeSpans } from "./exporters.test.helper.ts";
import { createZipkinExporter } from "./zipkin.ts";

async function listen(t: TestContext, handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return `http://127.0.0.1:${address.port}`;
}

/** Exports two spans to `url` and shuts the exporter down. */
async function send(url: string): Promise<{ readonly code: number; readonly lines: string[] }> {
  const { lines, report } = captureReport();
  const exporter = createZipkinExporter({ kind: "zipkin", url, timeoutMs: 300 }, { report });
  const ended = new Promise<number>((resolve) => {
    exporter.export(makeSpans(2), ({ code }) => resolve(code));
  });
  await exporter.shutdown();
  report.close();
  return { code: await ended, lines };
}

test("spans arrive at Zipkin", async (t) => {
  const bodies: string[] = [];
  const url = await listen(t, (request, response) => {
    void text(request).then((body) => {
      bodies.push(`${request.method} ${request.url} ${body}`);
      return response.writeHead(202).end();
    });
  });
  assert.deepEqual(await send(`${url}/api/v2/spans`), { code: 0, lines: [] });
  assert.equal(bodies.length, 1);
  assert.match(bodies[0] ?? "", /^POST \/api\/v2\/spans \[.*"name":"span 0".*"name":"span 1"/);
});

function answerWith(status: number): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    request.resume().once("end", () => {
      response.writeHead(status, { location: "/elsewhere" }).end("with s3cret");
    });
  };
}

const cases: readonly (readonly [string, RequestListener, RegExp])[] = [
  ["refuses", answerWith(503), /: HTTP status 503\. Look into Zipkin's log\.$/],
  [
    "has another path",
    answerWith(404),
    /: HTTP status 404\. OTEL_EXPORTER_ZIPKIN_ENDPOINT must be the whole URL, as http:\/\/localhost:9411\/api\/v2\/spans\.$/,
  ],
  ["redirects", answerWith(302), /: HTTP status 302\. OTEL_EXPORTER_ZIPKIN_ENDPOINT must be/],
  [
    "never answers",
    (request) => request.resume(),
    /: no answer within 300 ms\. Check OTEL_EXPORTER_ZIPKIN_ENDPOINT/,
  ],
  [
    "never ends its answer",
    (_request, response) => response.writeHead(202).write("a"),
    /: no answer within 300 ms\. Check/,
  ],
  [
    "closes the connection",
    (request) => request.socket.destroy(),
    /: socket hang up ECONNRESET\. Check OTEL_EXPORTER_ZIPKIN_ENDPOINT/,
  ],
  [
    "closes the connection within its answer",
    (_request, response) => {
      response.writeHead(202, { "content-length": 10 }).write("a", () => response.destroy());
    },
    /: the connection was closed before the answer was complete\. Check/,
  ],
];

for (const [what, handler, reason] of cases) {
  test(`a server that ${what} is one line, and the spans are counted as lost`, async (t) => {
    const url = await listen(t, handler);
    const { code, lines } = await send(`${url}/api?Api-Key=s3cret`);
    assert.equal(code, 1);
    assert.equal(lines.length, 2);
    assert.ok(lines[0]?.startsWith(`agent-otel: cannot export traces to ${url}/api: `), lines[0]);
    assert.match(lines[0] ?? "", reason);
    assert.match(lines[1] ?? "", /has not worked to the end; lost: 2 spans\.$/);
    assert.doesNotMatch(lines.join(), /s3cret/);
  });
}

test("a server that is absent is one line, whatever name it has", async () => {
  for (const host of ["127.0.0.1", "localhost"]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { lines } = await send(`http://user:s3cret@${host}:1/api/v2/spans`);
    assert.match(
      lines[0] ?? "",
      /^agent-otel: cannot export traces to http:\/\/(?:127\.0\.0\.1|localhost):1\/api\/v2\/spans: connect ECONNREFUSED \S+:1\. Nothing listens there: start Zipkin, or correct OTEL_EXPORTER_ZIPKIN_ENDPOINT\.$/,
    );
  }
});
