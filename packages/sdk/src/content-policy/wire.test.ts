import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runFixture, type Sent } from "./policy-sink.test.helper.ts";

const SECRET = "zebra-7391-quartz";
const FIXTURE = "everything.test.fixture.mjs";

for (const engine of ["native", "upstream"]) {
  for (const protocol of ["http/protobuf", "http/json"]) {
    const env = { SECRET, AGENT_OTEL_ENGINE: engine, OTEL_EXPORTER_OTLP_PROTOCOL: protocol };

    test(`no content of any instrumentation leaves the process by default (${engine}, ${protocol})`, async () => {
      const sent = await runFixture(FIXTURE, env);
      assertAbsent(sent);
      for (const kept of ["POST /ask", "BadRequestError", "finish_reason", "call_1", "search"]) {
        assert.ok(Buffer.concat(Object.values(sent.payloads)).includes(kept), kept);
      }
    });

    test(`captured contents are where they are asked for, and nowhere else (${engine}, ${protocol})`, async () => {
      const places = { span_only: "traces", event_only: "logs", true: "both" };
      for (const [capture, place] of Object.entries(places)) {
        const asked = { ...env, OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: capture };
        // oxlint-disable-next-line no-await-in-loop -- the machine is small
        const { payloads } = await runFixture(FIXTURE, asked);
        assert.equal(payloads.traces.includes("quartz"), place !== "logs", capture);
        assert.equal(payloads.logs.includes("quartz"), place !== "traces", capture);
        assert.ok(!payloads.metrics.includes("quartz"), capture);
      }
    });

    for (const form of ["length", "hash"]) {
      test(`contents as ${form} tell nothing of what was said (${engine}, ${protocol})`, async () => {
        const wanted = { AGENT_OTEL_CONTENT_CAPTURE: "both", AGENT_OTEL_CONTENT_FORM: form };
        const sent = await runFixture(FIXTURE, { ...env, ...wanted });
        assertAbsent(sent);
        for (const payload of [sent.payloads.traces, sent.payloads.logs]) {
          assert.match(payload.toString("latin1"), FORMS[form] ?? /^$/);
        }
      });
    }
  }
}

const FORMS: Readonly<Record<string, RegExp>> = {
  length: /\[length:\d+\]/,
  hash: /\[hash:[0-9a-f]{16} length:\d+\]/,
};

for (const secret of [
  "sk-proj-Zm9vYmFyQmF6UXV4MTIz-quartz",
  "jane.quartz@example.org",
  "ghp_quartzquartzquartzquartz1234567890",
]) {
  test(`what is captured holds no ${secret.slice(0, 8)}…, in any format of any engine`, async () => {
    for (const engine of ["native", "upstream"]) {
      const env = { SECRET: secret, AGENT_OTEL_ENGINE: engine, AGENT_OTEL_CONTENT_CAPTURE: "both" };
      // oxlint-disable-next-line no-await-in-loop -- the machine is small
      const sent = await runFixture(FIXTURE, { ...env, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" });
      assertAbsent(sent);
      assert.match(sent.payloads.traces.toString(), /\[(?:api-key|email):[0-9a-f]{8}\] to you/);
    }
  });
}

test("the policy holds for what a configuration file asks for", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "content-policy-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "otel.yaml");
  writeFileSync(
    file,
    `file_format: "1.1"
tracer_provider: { processors: [{ batch: { exporter: ${exporterOf("traces")} } }] }
logger_provider: { processors: [{ batch: { exporter: ${exporterOf("logs")} } }] }
meter_provider: { readers: [{ periodic: { exporter: ${exporterOf("metrics")} } }] }
`,
  );
  assertAbsent(await runFixture(FIXTURE, { SECRET, OTEL_CONFIG_FILE: file }));
});

function exporterOf(signal: string): string {
  return `{ otlp_http: { endpoint: "\${OTEL_EXPORTER_OTLP_ENDPOINT}/v1/${signal}", encoding: json } }`;
}

function assertAbsent({ payloads, exitCode, stderr }: Sent): void {
  assert.equal(exitCode, 0, stderr);
  for (const [signal, payload] of Object.entries(payloads)) {
    assert.ok(payload.length > 0, `${signal}: nothing has arrived; ${stderr}`);
    const at = payload.indexOf("quartz");
    const around = payload.subarray(Math.max(0, at - 300), at + 100).toString("latin1");
    assert.ok(at < 0, `${signal}: ${around}`);
  }
}
