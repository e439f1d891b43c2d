import assert from "node:assert/strict";
import { test } from "node:test";
import { SpanKind } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import * as fc from "fast-check";
import * as builders from "../generated/span-builders.ts";
import { SPAN_DEFINITIONS } from "../generated/span-definitions.ts";
import type { ConventionVersion } from "../options.ts";
import type { SpanBuilder } from "../span-builder.ts";
import { spanAttributes } from "./arbitrary.test.helper.ts";
import { formatFinding } from "./finding.ts";
import { validateSpan } from "./validate-span.ts";

const exporter = new InMemorySpanExporter();
const tracer = new TracerProvider({
  spanProcessors: [new SimpleSpanProcessor({ exporter })],
}).getTracer("test");

// Each takes more than a record of anything, which its type says; the property gives it what the definition asks for.
const BY_SPAN: Readonly<Record<string, SpanBuilder<never>>> = {
  "gen_ai.client.inference": builders.inferenceSpan,
  "gen_ai.client.embeddings": builders.embeddingsSpan,
  "gen_ai.retrieval.client": builders.retrievalSpan,
  "gen_ai.fetch_response.client": builders.fetchResponseSpan,
  "gen_ai.memory.client": builders.memorySpan,
  "gen_ai.create_agent.client": builders.createAgentSpan,
  "gen_ai.invoke_agent.client": builders.invokeRemoteAgentSpan,
  "gen_ai.invoke_agent.internal": builders.invokeAgentSpan,
  "gen_ai.execute_tool.internal": builders.executeToolSpan,
  "gen_ai.invoke_workflow.internal": builders.invokeWorkflowSpan,
  "gen_ai.plan.internal": builders.planSpan,
  "mcp.client": builders.mcpClientSpan,
  "mcp.server": builders.mcpServerSpan,
};

for (const definition of SPAN_DEFINITIONS) {
  for (const version of ["1.36", "1.41", "latest"] as const) {
    test(`what the builder of ${definition.id} makes is accepted as ${version}`, () => {
      const kinds = [definition.kind, ...definition.otherKinds];
      fc.assert(
        fc.property(spanAttributes(definition), fc.constantFrom(...kinds), (attributes, kind) => {
          const build = BY_SPAN[definition.id];
          assert.ok(build, `no builder of ${definition.id}`);
          assert.deepEqual(findings(build, { attributes, kind, version }), []);
        }),
        { numRuns: 60 },
      );
    });
  }
}

test("a builder sets what samplers decide by when the span starts, and leaves out what is undefined", () => {
  assert.deepEqual(
    builders.inferenceSpan(
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "x_ai",
        "gen_ai.request.model": "grok",
        "server.address": undefined,
      },
      { version: "latest" },
    ),
    {
      name: "chat grok",
      kind: SpanKind.CLIENT,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "x_ai",
        "gen_ai.request.model": "grok",
      },
    },
  );
});

test("a builder writes the names and values of the version it is told", () => {
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "x_ai",
    "gen_ai.usage.cache_write.input_tokens": 3,
  } as const;
  assert.deepEqual(builders.inferenceSpan(attributes, { version: "1.36" }).attributes, {
    "gen_ai.operation.name": "chat",
    "gen_ai.system": "xai",
    "gen_ai.usage.cache_creation.input_tokens": 3,
  });
  assert.deepEqual(builders.inferenceSpan(attributes, { version: "1.41" }).attributes, {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "x_ai",
    "gen_ai.usage.cache_creation.input_tokens": 3,
  });
});

test("names fall back where their second part is unknown", () => {
  assert.equal(builders.invokeAgentSpan({}).name, "invoke_agent");
  assert.equal(builders.planSpan({ "gen_ai.agent.name": "" }).name, "plan");
  assert.equal(builders.mcpServerSpan({ "mcp.method.name": "tools/list" }).name, "tools/list");
  assert.equal(
    builders.mcpServerSpan({ "mcp.method.name": "prompts/get", "gen_ai.prompt.name": "greet" })
      .name,
    "prompts/get greet",
  );
});

test("a builder survives attributes that JSON cannot write and names of Object's own", () => {
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  const { attributes } = builders.executeToolSpan({
    "gen_ai.tool.name": "constructor",
    "gen_ai.tool.call.arguments": cycle,
    "gen_ai.tool.call.result": { count: 1n },
  });
  assert.deepEqual(attributes, {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "constructor",
  });
});

function findings(
  build: SpanBuilder<never>,
  {
    attributes,
    kind,
    version,
  }: { attributes: object; kind: "client" | "server" | "internal"; version: ConventionVersion },
): readonly string[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made for the builder by its definition
  const { name, ...options } = build(attributes as never, { kind, version });
  tracer.startSpan(name, options).end();
  const [span] = exporter.getFinishedSpans();
  exporter.reset();
  assert.ok(span);
  const grave = validateSpan(span, { version, content: true }).filter(
    ({ level }) => level !== "info",
  );
  return grave.filter(({ code }) => code !== "inconsistent_error").map(formatFinding);
}
