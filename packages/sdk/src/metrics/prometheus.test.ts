import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { context, trace } from "@opentelemetry/api";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { createContextManager } from "../context/manager.ts";
import { instrumentHttpServer } from "../instrument/http/http-server.ts";
import { DEFAULT_HTTP } from "../instrument/recorder.test.support.ts";
import { captureReport, until } from "../upstream/exporters.test.helper.ts";
import { createPrometheusReader } from "./prometheus.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return address.port;
}

async function serve(port: number): Promise<{ provider: MeterProvider; lines: string[] }> {
  const { lines, report } = captureReport();
  const config = { kind: "prometheus", host: "127.0.0.1", port } as const;
  const reader = createPrometheusReader(config, { report });
  const resource = resourceFromAttributes({ "service.name": "shop" });
  const provider = new MeterProvider({ resource, readers: [reader] });
  provider.getMeter("test").createCounter("orders").add(3, { kind: "book" });
  return { provider, lines };
}

/** Asks until somebody listens. */
async function scrape(port: number, path = "/metrics", method = "GET"): Promise<Response> {
  const url = `http://127.0.0.1:${port}${path}`;
  const deadline = performance.now() + 5_000;
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- polls
      return await fetch(url, { method });
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}

test("Prometheus scrapes the metrics until the shutdown, and its requests are no telemetry", async (t) => {
  const contextManager = createContextManager();
  context.setGlobalContextManager(contextManager);
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  );
  t.after(instrumentHttpServer(contextManager, DEFAULT_HTTP));
  const port = await freePort();
  const { provider, lines } = await serve(port);
  const response = await scrape(port);
  assert.equal(response.headers.get("content-type"), "text/plain");
  const body = await response.text();
  assert.match(body, /^orders_total\{.*kind="book".*\} 3$/m);
  assert.match(body, /^target_info\{service_name="shop"/m);
  assert.match(await (await scrape(port, "/metrics?a=b")).text(), /^orders_total/m);
  for (const [path, method, status] of [
    ["/", "GET", 404],
    ["/metricsx", "GET", 404],
    ["/metrics", "POST", 405],
    ["/metrics", "HEAD", 200],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const answer = await scrape(port, path, method);
    assert.equal(answer.status, status, path);
    // oxlint-disable-next-line no-await-in-loop
    await answer.text();
  }
  await provider.shutdown();
  await assert.rejects(fetch(`http://127.0.0.1:${port}/metrics`));
  assert.deepEqual(exporter.getFinishedSpans(), []);
  assert.deepEqual(lines, []);
});

test("a port that is taken is one warning that names the variable", async (t) => {
  const port = await freePort();
  const first = await serve(port);
  t.after(() => first.provider.shutdown());
  await (await scrape(port)).text();
  const second = await serve(port);
  await until(() => second.lines.length > 0);
  await second.provider.forceFlush();
  await second.provider.shutdown();
  assert.deepEqual(second.lines, [
    `agent-otel: metrics are not served at 127.0.0.1:${port}: the port is taken (EADDRINUSE); set OTEL_EXPORTER_PROMETHEUS_PORT to a free one.`,
  ]);
});

test("a host that is not ours is one warning that names the variables", async () => {
  const { lines, report } = captureReport();
  const config = { kind: "prometheus", host: "192.0.2.1", port: 9464 } as const;
  const reader = createPrometheusReader(config, { report });
  await until(() => lines.length > 0);
  await reader.shutdown();
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? "",
    /^agent-otel: metrics are not served at 192\.0\.2\.1:9464: .*EADDRNOTAVAIL.*; check OTEL_EXPORTER_PROMETHEUS_HOST and OTEL_EXPORTER_PROMETHEUS_PORT\.$/,
  );
});

test("garbage on the port is answered, and harms neither the server nor the process", async (t) => {
  const port = await freePort();
  const { provider, lines } = await serve(port);
  t.after(() => provider.shutdown());
  await (await scrape(port)).text();
  for (const bytes of ["\u0000\u0001\r\n\r\n", "GET //[::1:?# HTTP/1.1\r\nHost: a\r\n\r\n"]) {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.write(bytes);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await until(() => /^HTTP\/1\.1 40[04] /.test(answer));
    socket.destroy();
  }
  assert.match(await (await scrape(port)).text(), /^orders_total/m);
  assert.deepEqual(lines, []);
});

test("a process ends by itself, though somebody keeps a connection to the port", async () => {
  const port = await freePort();
  const source = `
    import { connect } from "node:net";
    import { once } from "node:events";
    import { createReport } from ${JSON.stringify(fileURLToPath(new URL("../report.ts", import.meta.url)))};
    import { createPrometheusReader } from ${JSON.stringify(fileURLToPath(new URL("./prometheus.ts", import.meta.url)))};
    const report = createReport({ level: "warn" });
    createPrometheusReader({ kind: "prometheus", host: "127.0.0.1", port: ${port} }, { report });
    for (;;) {
      const socket = connect(${port}, "127.0.0.1");
      try {
        await once(socket, "connect");
      } catch {
        continue;
      }
      // One request that is answered, and half of another.
      const request = "GET /metrics HTTP/1.1\\r\\nHost: a\\r\\n";
      socket.write(request + "\\r\\n" + request);
      await once(socket, "data");
      socket.unref();
      break;
    }
    console.log("done");
  `;
  const begun = performance.now();
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", source],
    { timeout: 20_000 },
  );
  assert.equal(stdout, "done\n");
  assert.equal(stderr, "");
  assert.ok(performance.now() - begun < 4_000);
});
