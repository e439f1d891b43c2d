import assert from "node:assert/strict";
import { test } from "node:test";
import { trace } from "@opentelemetry/api";
import { createEngineOf, startReceiver, until } from "./declarative.test.helper.ts";

let answer: () => void = () => undefined;
const slow = await startReceiver({
  ready: new Promise<void>((resolve) => {
    answer = resolve;
  }),
});
const refusing = await startReceiver({ status: 400 });

const { engine, lines, close } = createEngineOf(`
file_format: "1.1"
tracer_provider:
  processors:
    - batch:
        schedule_delay: 1
        exporter: { otlp_http: { endpoint: "${slow.url}/v1/traces", encoding: json } }
    - batch:
        exporter: { otlp_http: { endpoint: "${refusing.url}/v1/traces?key=k0", timeout: 500 } }
    - simple:
        exporter: { otlp_grpc: { endpoint: "http://127.0.0.1:1", timeout: 500 } }
`);

test("flush() waits for an export that was under way before it was called", async () => {
  engine.start();
  trace.getTracer("test").startSpan("work").end();
  await until(() => slow.received.length > 0);
  let isFlushed = false;
  const flush = async (): Promise<void> => {
    await engine.flush({ timeoutMs: 5000 });
    isFlushed = true;
  };
  const flushed = flush();
  await until(() => lines.length === 2);
  assert.equal(isFlushed, false);
  answer();
  await flushed;
});

test("each outage is one line without what the URL hides, and the loss is counted at the end", async () => {
  trace.getTracer("test").startSpan("more").end();
  await engine.shutdown({ timeoutMs: 3000 });
  close();
  const printed = lines.toSorted();
  assert.equal(printed.length, 4, printed.join("\n"));
  assert.match(printed.join("\n"), /cannot export traces to http:\/\/127.0.0.1:1\/?: /);
  assert.match(
    printed.join("\n"),
    new RegExp(`cannot export traces to ${refusing.url}/v1/traces: HTTP status 400`),
  );
  assert.equal(printed.filter((line) => line.endsWith("lost: 2 spans.")).length, 2);
  assert.doesNotMatch(printed.join("\n"), /k0/);
});
