import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { ModuleFormat } from "./application.ts";
import { installConsumer, installNode, runBelowDev, runConsumer } from "./consumer.ts";
import { startModelServer } from "./model-server.ts";
import { startOtlpSink, type OtlpSink } from "../support/otlp-sink.ts";

const folder = mkdtempSync(join(tmpdir(), "agent-otel-consumer-"));
const nodes = new Map([["26", process.execPath]]);

before(async () => {
  await installConsumer(folder);
  // A folder of its own, lest its `node` replace the one that runs the application.
  nodes.set("22.15", await installNode(join(folder, "oldest-node"), "22.15.0"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

for (const version of ["26", "22.15"]) {
  for (const format of ["esm", "cjs"] as const) {
    test(`an ${format} application on Node ${version} gives one connected trace`, async () => {
      await checkApplication(format, nodes.get(version) ?? assert.fail(`no Node ${version}`));
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

async function checkApplication(format: ModuleFormat, node: string): Promise<void> {
  const sink = await startOtlpSink();
  const model = await startModelServer(answer);
  try {
    const env = {
      MODEL_URL: model.url,
      QUESTION: question,
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    };
    const run = await runConsumer(folder, { format, node, env });
    assert.deepEqual(run, { exitCode: 0, stderr: "", answer: { chat: answer, sum: "3" } });
    checkTrace(sink);
    checkOtherSignals(sink);
  } finally {
    sink.close();
    model.close();
  }
}

function checkTrace({ spans }: OtlpSink): void {
  const server = spans.find((span) => span.name === "POST /v1/run");
  assert.ok(server, `no server span among: ${spans.map((span) => span.name).join(", ")}`);
  const trace = spans.filter((span) => span.traceId === server.traceId);
  const ids = new Set(trace.map((span) => span.spanId));
  const roots = trace.filter((span) => !ids.has(span.parentSpanId ?? ""));
  assert.deepEqual(roots, [server]);
  const byId = new Map(trace.map((span) => [span.spanId, span]));
  const edges = trace.map((span) => `${byId.get(span.parentSpanId ?? "")?.name} > ${span.name}`);
  assert.deepEqual(edges.toSorted(), [
    "POST /v1/run > invoke_agent adder",
    "chat demo > POST",
    "execute_tool add > tools/call add",
    "invoke_agent adder > chat demo",
    "invoke_agent adder > execute_tool add",
    "tools/call add > tools/call add",
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
