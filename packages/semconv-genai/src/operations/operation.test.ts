import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { afterEach, test } from "node:test";
import { context, trace } from "@opentelemetry/api";
import type { Tracer } from "@opentelemetry/api";
import { TracerProvider, SamplingDecision } from "@opentelemetry/sdk-trace";
import { startExecuteTool, startInference, startMcpServer } from "../index.ts";
import { SCOPE_VERSION } from "../scope.ts";
import { disable, metered, points, traced } from "../telemetry.test.helper.ts";

afterEach(disable);

test("without an SDK an operation works and leaves the context usable", () => {
  const call = startInference({ provider: "openai", model: "m" });
  call.chunk();
  call.response({ usage: { inputTokens: 1 } });
  call.end(new Error("x"));
  assert.equal(
    context.with(call.context, () => 1),
    1,
  );
});

test("the first end() counts, and what is told after it is not recorded", () => {
  const exporter = traced();
  const call = startInference({ provider: "openai", model: "m" });
  call.end();
  call.end(new Error("late"));
  call.response({ id: "late" });
  const [span, ...others] = exporter.getFinishedSpans();
  assert.deepEqual(others, []);
  assert.equal(span?.attributes["error.type"], undefined);
  assert.equal(span?.attributes["gen_ai.response.id"], undefined);
});

test("a failure that the answer reports ends the call as failed, and a sentence in it is not recorded", () => {
  const exporter = traced();
  for (const failure of ["overloaded", "the prompt was"]) {
    const call = startInference({ provider: "openai", model: failure.length.toString() });
    call.response({ failure });
    call.end();
  }
  assert.deepEqual(
    exporter.getFinishedSpans().map((span) => span.attributes["error.type"]),
    ["overloaded", "_OTHER"],
  );
});

test("a span is named and described when it starts, so that samplers see it", () => {
  const seen: unknown[] = [];
  trace.setGlobalTracerProvider(
    new TracerProvider({
      sampler: {
        shouldSample: (_context, _traceId, name, kind, attributes) => {
          seen.push([name, kind, attributes["gen_ai.provider.name"], attributes["server.port"]]);
          return { decision: SamplingDecision.NOT_RECORD };
        },
      },
    }),
  );
  startInference({ provider: "x_ai", model: "grok", server: { address: "h", port: 1 } }).end();
  assert.deepEqual(seen, [["chat grok", 2, "x_ai", 1]]);
});

test("metrics are recorded by a provider that was registered after the first operation", async () => {
  startExecuteTool({ name: "early" }).end();
  const reader = metered();
  startExecuteTool({ name: "late" }).end();
  assert.deepEqual(await points(reader, "gen_ai.execute_tool.duration"), [
    { "gen_ai.tool.name": "late" },
  ]);
});

test("metrics are recorded for spans that are not sampled", async () => {
  trace.setGlobalTracerProvider(
    new TracerProvider({
      sampler: { shouldSample: () => ({ decision: SamplingDecision.NOT_RECORD }) },
    }),
  );
  const reader = metered();
  const call = startInference({ provider: "openai", model: "m" });
  call.response({ model: "m-1", usage: { inputTokens: 3, outputTokens: 0 } });
  call.end();
  assert.equal((await points(reader, "gen_ai.client.token.usage")).length, 2);
  assert.deepEqual(await points(reader, "gen_ai.client.operation.duration"), [
    {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "m",
      "gen_ai.response.model": "m-1",
    },
  ]);
});

test("names that a peer invents do not add series without end", async () => {
  const reader = metered();
  for (let index = 0; index < 300; index += 1) {
    startMcpServer({ method: "tools/call", toolName: `invented-${index}` }).end();
  }
  assert.equal((await points(reader, "mcp.server.operation.duration")).length, 101);
});

test("a telemetry SDK that throws does not reach the application", () => {
  const broken: Tracer = {
    startSpan: () => {
      throw new Error("broken SDK");
    },
    startActiveSpan: () => {
      throw new Error("broken SDK");
    },
  };
  trace.setGlobalTracerProvider({ getTracer: () => broken });
  const call = startInference({ provider: "openai", model: "m" });
  call.chunk();
  call.end();
  assert.equal(trace.getSpan(call.context), undefined);
});

test("the scope's version is the package's", () => {
  const manifest: unknown = createRequire(import.meta.url)("../../package.json");
  assert.equal(Reflect.get(Object(manifest), "version"), SCOPE_VERSION);
});
