import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import {
  type Postgres,
  postgresPrograms,
  startPostgres,
} from "../../packages/sdk/src/instrument/libraries/postgres.test.helper.ts";
import { agentApplication, type ModuleFormat } from "./application.ts";
import {
  installConsumer,
  installNode,
  runBelowDev,
  runConsumer,
  runTwoCopies,
} from "./consumer.ts";
import { libraryApplication } from "./library-application.ts";
import { startModelServer } from "./model-server.ts";
import { startOtlpSink, type OtlpSink } from "../support/otlp-sink.ts";

const folder = mkdtempSync(join(tmpdir(), "agent-otel-consumer-"));
const nodes = new Map([["26", process.execPath]]);

/** Undefined without PostgreSQL on this machine. */
let postgres: Postgres | undefined;

before(async () => {
  // Folders of their own, lest their `node` replace the one that runs the applications.
  const [, node24, node22, programs] = await Promise.all([
    installConsumer(folder),
    installNode(join(folder, "node-24"), "24"),
    installNode(join(folder, "node-22"), "22.15.0"),
    postgresPrograms(),
  ]);
  nodes.set("24", node24).set("22.15", node22);
  if (programs !== undefined) postgres = await startPostgres(programs);
});
after(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const version of ["26", "24", "22.15"]) {
  for (const format of ["esm", "cjs"] as const) {
    test(`an agent backend (${format}) on Node ${version} gives one connected trace`, async () => {
      await checkAgent(format, nodes.get(version) ?? assert.fail(`no Node ${version}`));
    });

    test(`express, pino, fetch, node:http and pg (${format}) on Node ${version} give one connected trace`, async (t) => {
      await checkLibraries(t, format, nodes.get(version) ?? assert.fail(`no Node ${version}`));
    });
  }
}

test("agent-otel dev of the packed command prints the trace and passes the exit code on", async () => {
  const { code, stdout } = await runBelowDev(folder);
  assert.equal(code, 3);
  const lines = stdout.trim().split("\n");
  assert.equal(lines.length, 1, stdout);
  assert.match(lines[0] ?? "", /"name":"work"/);
});

test("a second copy of the SDK in the process starts nothing", async () => {
  const { code, spans, stdout } = await runTwoCopies(folder);
  assert.equal(stdout, "true\n");
  assert.deepEqual({ code, spans }, { code: 0, spans: ["once"] });
});

test("a consumer's tree holds one copy of each OpenTelemetry package", () => {
  const copies = new Map<string, string[]>();
  for (const path of globSync("node_modules/**/@opentelemetry/*/package.json", { cwd: folder })) {
    const { name, version }: { name?: string; version?: string } = JSON.parse(
      readFileSync(join(folder, path), "utf8"),
    );
    if (name === undefined || version === undefined) continue;
    copies.set(name, [...(copies.get(name) ?? []), `${version} in ${path}`]);
  }
  assert.ok(copies.size > 20, `found only ${copies.size} OpenTelemetry packages`);
  assert.deepEqual(Object.fromEntries([...copies].filter(([, found]) => found.length > 1)), {});
});

const question = "What is one plus two, my dear Watson?";
const answer = "It is elementary.";

async function checkAgent(format: ModuleFormat, node: string): Promise<void> {
  const sink = await startOtlpSink();
  const model = await startModelServer(answer);
  try {
    const env = {
      MODEL_URL: model.url,
      QUESTION: question,
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    };
    const { lines: _lines, ...run } = await runConsumer(folder, agentApplication, {
      format,
      node,
      env,
    });
    assert.deepEqual(run, { exitCode: 0, stderr: "", answer: { chat: answer, sum: "3" } });
    checkTrace(sink);
    checkOtherSignals(sink);
  } finally {
    sink.close();
    model.close();
  }
}

/** `parent > child` of the one trace that a server span of this name begins. */
function edgesOf({ spans }: OtlpSink, name: string): readonly string[] {
  const server = spans.find((span) => span.name === name);
  assert.ok(server, `no ${name} among: ${spans.map((span) => span.name).join(", ")}`);
  const trace = spans.filter((span) => span.traceId === server.traceId);
  const ids = new Set(trace.map((span) => span.spanId));
  const roots = trace.filter((span) => !ids.has(span.parentSpanId ?? ""));
  assert.deepEqual(roots, [server]);
  const byId = new Map(trace.map((span) => [span.spanId, span]));
  return trace
    .map((span) => `${byId.get(span.parentSpanId ?? "")?.name} > ${span.name}`)
    .toSorted();
}

function checkTrace(sink: OtlpSink): void {
  assert.deepEqual(edgesOf(sink, "POST /v1/run"), [
    "POST /v1/run > invoke_agent adder",
    "chat demo > POST",
    "execute_tool add > tools/call add",
    "invoke_agent adder > chat demo",
    "invoke_agent adder > execute_tool add",
    "undefined > POST /v1/run",
  ]);
}

function checkOtherSignals({ spans, logs, metricNames, payloads }: OtlpSink): void {
  const server = spans.find((span) => span.name === "POST /v1/run");
  const inTrace = logs.filter((log) => log.traceId === server?.traceId);
  assert.ok(inTrace.length >= 2, `${inTrace.length} of ${logs.length} log records in the trace`);
  for (const name of [
    "gen_ai.client.operation.duration",
    "gen_ai.client.token.usage",
    "mcp.client.operation.duration",
    "mcp.server.operation.duration",
  ]) {
    assert.ok(metricNames.has(name), `no metric ${name} among: ${[...metricNames].join(", ")}`);
  }
  const everything = payloads.join("\n");
  assert.ok(!everything.includes("Watson"), "the question left the process");
  assert.ok(!everything.includes("elementary"), "the answer left the process");
}

async function checkLibraries(t: TestContext, format: ModuleFormat, node: string): Promise<void> {
  const sink = await startOtlpSink();
  t.after(() => {
    sink.close();
  });
  const run = await runConsumer(folder, libraryApplication, {
    format,
    node,
    env: {
      // Without PostgreSQL the application does the rest.
      ...(postgres === undefined ? {} : { POSTGRES_SOCKET: postgres.socket }),
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    },
  });
  const { lines, ...rest } = run;
  assert.deepEqual(rest, { exitCode: 0, stderr: "", answer: { one: 1, text: "hello" } });
  const handler = "request handler";
  assert.deepEqual(edgesOf(sink, "GET /start/:id"), [
    "GET /start/:id > request handler",
    "GET > GET",
    "GET > GET",
    ...(postgres === undefined ? [] : ["pg-pool.connect > pg.connect"]),
    `${handler} > GET`,
    `${handler} > GET`,
    ...(postgres === undefined
      ? []
      : [`${handler} > pg-pool.connect`, `${handler} > pg.query:SELECT postgres`]),
    "undefined > GET /start/:id",
  ]);
  const trace = sink.spans.find(({ name }) => name === "GET /start/:id")?.traceId;
  const logged = lines.filter(({ msg }) => msg !== undefined);
  assert.deepEqual(
    logged.map(({ msg, trace_id }) => [msg, trace_id]),
    [
      ["start", trace],
      ["backend", trace],
      ["backend", trace],
    ],
  );
  assert.deepEqual(
    sink.logs.map(({ traceId }) => traceId),
    [trace, trace, trace],
  );
  for (const name of ["nodejs.eventloop.utilization", "process.uptime", "v8js.memory.heap.used"]) {
    assert.ok(sink.metricNames.has(name), `no ${name} among: ${[...sink.metricNames].join(", ")}`);
  }
}
