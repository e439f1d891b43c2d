import assert from "node:assert/strict";
import { test } from "node:test";
import { context, logs, metrics, propagation, trace } from "@opentelemetry/api";
import { createEngineOf, startReceiver } from "./declarative.test.helper.ts";

const receiver = await startReceiver();
const { engine, lines } = createEngineOf(
  `
file_format: "1.1"
resource:
  attributes:
    - { name: service.name, value: "\${SERVICE:-shop}" }
propagator:
  composite: [{ tracecontext: }, { baggage: }]
tracer_provider:
  limits: { attribute_count_limit: 1 }
  processors:
    - batch:
        exporter:
          otlp_http: &otlp
            endpoint: ${receiver.url}/traces
            encoding: json
            headers: [{ name: authorization, value: "Bearer \${TOKEN}" }]
  sampler:
    parent_based: { root: { always_on: } }
meter_provider:
  readers:
    - periodic:
        interval: 10000
        exporter: { otlp_http: { endpoint: "${receiver.url}/metrics", encoding: json } }
  views:
    - selector: { instrument_name: jobs }
      stream: { name: tasks }
logger_provider:
  processors:
    - simple:
        exporter: { otlp_http: { endpoint: "${receiver.url}/logs", encoding: json } }
`,
  {
    env: { TOKEN: "t0" },
    detected: {
      "service.name": "from-package",
      "service.version": "1.2.3",
      "telemetry.distro.name": "agent-otel",
    },
  },
);

test("creating the engine registers nothing, and sends nothing", () => {
  assert.equal(trace.getTracer("test").startSpan("early").isRecording(), false);
  assert.equal(receiver.received.length, 0);
});

test("the file is what runs: exporters, headers, limits, views, resource and propagators", async () => {
  process.env["OTEL_TRACES_SAMPLER"] = "always_off";
  process.env["OTEL_EXPORTER_OTLP_HEADERS"] = "x-from-env=1";
  engine.start();
  const span = trace.getTracer("test").startSpan("work", { attributes: { a: 1, b: 2 } });
  const carrier: Record<string, string> = {};
  propagation.inject(trace.setSpan(context.active(), span), carrier);
  assert.match(carrier["traceparent"] ?? "", /^00-/);
  context.with(trace.setSpan(context.active(), span), () => {
    assert.equal(trace.getActiveSpan(), span);
  });
  span.end();
  metrics.getMeter("test").createCounter("jobs").add(1);
  logs.getLogger("test").emit({ body: "said" });
  await engine.flush({ timeoutMs: 5000 });

  const body = (path: string): string => {
    return receiver.received.find((request) => request.path === path)?.body ?? "";
  };
  assert.match(body("/traces"), /"name":"work"/);
  assert.match(body("/traces"), /"key":"a"/);
  assert.doesNotMatch(body("/traces"), /"key":"b"/);
  assert.match(body("/metrics"), /"name":"tasks"/);
  assert.match(body("/logs"), /"stringValue":"said"/);
  for (const [key, value] of [
    ["service.name", "shop"],
    ["service.version", "1.2.3"],
    ["telemetry.distro.name", "agent-otel"],
  ]) {
    assert.match(body("/traces"), new RegExp(`"${key}","value":{"stringValue":"${value}"}`));
  }
  const request = receiver.received.find(({ path }) => path === "/traces");
  assert.equal(request?.headers.authorization, "Bearer t0");
  assert.equal(request?.headers["x-from-env"], undefined);
  assert.equal(process.env["OTEL_TRACES_SAMPLER"], "always_off");
});

test("shutdown({ timeoutMs: 3000 }) sends what is left and settles, also the second time", async () => {
  trace.getTracer("test").startSpan("last").end();
  await engine.shutdown({ timeoutMs: 3000 });
  await engine.shutdown({ timeoutMs: 3000 });
  assert.match(receiver.received.map(({ body }) => body).join(), /"name":"last"/);
  assert.deepEqual(lines, []);
});
