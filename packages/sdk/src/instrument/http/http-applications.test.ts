import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { listen } from "./server.test.support.ts";

interface OtlpSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string };
  }[];
}

const bodies: string[] = [];
const paths = new Set<string>();
const { port } = await listen((incoming, response) => {
  paths.add(incoming.url ?? "");
  assert.equal(incoming.headers["traceparent"], undefined);
  let body = "";
  incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
  incoming.on("end", () => {
    if (incoming.url?.endsWith("/v1/traces") === true) bodies.push(body);
    response.setHeader("content-type", "application/json").end("{}");
  });
});

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Runs an application with the whole SDK before it, and gives the spans that arrive. */
async function run(fixture: string, env: NodeJS.ProcessEnv): Promise<OtlpSpan[]> {
  bodies.length = 0;
  paths.clear();
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ["--import", path("../../register.ts"), path(fixture)],
    {
      timeout: 30_000,
      env: {
        ...process.env,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        // So that exports are under way while the application runs.
        OTEL_BSP_SCHEDULE_DELAY: "1",
        OTEL_METRIC_EXPORT_INTERVAL: "100",
        OTEL_METRIC_EXPORT_TIMEOUT: "100",
        OTEL_LOG_LEVEL: "warn",
        ...env,
      },
    },
  );
  assert.equal(stderr, "");
  return bodies.flatMap((body) =>
    JSON.parse(body).resourceSpans.flatMap(
      ({ scopeSpans }: { scopeSpans: { spans: OtlpSpan[] }[] }) =>
        scopeSpans.flatMap(({ spans }) => spans),
    ),
  );
}

const [SERVER, CLIENT] = [2, 3];

for (const fixture of ["http-import.test.fixture.mjs", "http-require.test.fixture.cjs"]) {
  for (const engine of ["native", "upstream"]) {
    test(`${fixture}: client and server share a trace, and no export is traced (${engine})`, async () => {
      const spans = await run(fixture, { AGENT_OTEL_ENGINE: engine });
      assert.ok(paths.has("/v1/traces") && paths.has("/v1/metrics"));
      assert.equal(spans.length, 4);
      assert.ok(spans.every(({ name }) => name === "GET"));
      const servers = spans.filter(({ kind }) => kind === SERVER);
      assert.deepEqual(servers.map((span) => text(span, "url.path")).toSorted(), [
        "/by-fetch",
        "/by-http",
      ]);
      for (const server of servers) {
        const client = spans.find(({ spanId }) => spanId === server.parentSpanId);
        assert.equal(client?.kind, CLIENT);
        assert.equal(client.traceId, server.traceId);
        assert.equal(new URL(text(client, "url.full")).pathname, text(server, "url.path"));
      }
    });
  }
}

test("exports through a proxy are not traced either", async () => {
  const spans = await run("http-import.test.fixture.mjs", {
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.invalid:4318",
    HTTP_PROXY: `http://127.0.0.1:${port}`,
    NO_PROXY: "",
  });
  assert.ok(paths.has("http://collector.invalid:4318/v1/traces"));
  assert.equal(spans.length, 4);
});

test("what is switched off makes no span", async () => {
  const off = { OTEL_NODE_DISABLED_INSTRUMENTATIONS: "http" };
  const spans = await run("http-import.test.fixture.mjs", off);
  assert.deepEqual(
    spans.map((span) => new URL(text(span, "url.full")).pathname),
    ["/by-fetch"],
  );
});

function text({ attributes }: OtlpSpan, name: string): string {
  return attributes.find(({ key }) => key === name)?.value.stringValue ?? "";
}
