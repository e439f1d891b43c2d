import assert from "node:assert/strict";
import { test } from "node:test";
import { SpanKind } from "@opentelemetry/api";
import { formatFinding } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { validateEvent } from "./validate-event.ts";
import { validateMetric } from "./validate-metric.ts";
import { validateTrace } from "./validate-trace.ts";
import type { TraceSpanInput } from "./validate-trace.ts";

const POINT = {
  attributes: {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.token.type": "input",
  },
};

test("validateMetric() finds unit, instrument, labels and boundaries that differ", () => {
  assert.deepEqual(
    lines(
      validateMetric({
        name: "gen_ai.client.token.usage",
        unit: "{token}",
        instrument: "histogram",
        points: [POINT],
      }),
    ),
    [],
  );
  assert.deepEqual(
    lines(
      validateMetric({
        name: "gen_ai.client.token.usage",
        unit: "1",
        instrument: "counter",
        points: [
          {
            attributes: { "gen_ai.operation.name": "chat", "gen_ai.conversation.id": "c" },
            boundaries: [1, 2],
          },
        ],
      }),
    ),
    [
      'error wrong_unit: gen_ai.client.token.usage: the unit must be {token}, is "1"',
      "error wrong_instrument: gen_ai.client.token.usage: it must be a histogram, is a counter",
      "warning unlisted_attribute: gen_ai.client.token.usage: gen_ai.conversation.id is not among the attributes listed for it",
      "error missing_required: gen_ai.client.token.usage: gen_ai.token.type is required",
      "error missing_required: gen_ai.client.token.usage: gen_ai.provider.name is required",
      "info other_buckets: gen_ai.client.token.usage: the advised boundaries are 1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864",
    ],
  );
});

test("validateMetric() finds metrics of another version and unknown ones, and leaves others alone", () => {
  assert.deepEqual(ofMetric("gen_ai.client.token.usage", "latest"), [
    "warning deprecated: gen_ai.client.token.usage: gen_ai.client.token.usage was given up after 1.41: use gen_ai.client.inference.usage.*, gen_ai.client.inference.operation.{input,output}_tokens, gen_ai.client.embeddings.operation.input_tokens",
  ]);
  assert.deepEqual(ofMetric("gen_ai.client.inference.duration", "1.41"), [
    "info later_version: gen_ai.client.inference.duration: 1.41 does not have it",
  ]);
  assert.deepEqual(ofMetric("gen_ai.workflow.duration", "1.41"), [
    "warning deprecated: gen_ai.workflow.duration: gen_ai.workflow.duration was given up: use gen_ai.invoke_workflow.duration",
  ]);
  assert.deepEqual(ofMetric("gen_ai.cost", "1.41"), [
    "warning unknown_signal: gen_ai.cost: gen_ai.cost is no metric of the conventions",
  ]);
  assert.deepEqual(ofMetric("http.server.request.duration", "1.41"), []);
});

test("validateEvent() finds missing attributes, old events, their contents and wrong severities", () => {
  const details = "gen_ai.client.inference.operation.details";
  assert.deepEqual(
    lines(validateEvent({ eventName: details, attributes: { "gen_ai.operation.name": "chat" } })),
    [`error missing_required: ${details}: gen_ai.provider.name is required`],
  );
  assert.deepEqual(
    lines(
      validateEvent(
        {
          attributes: { "event.name": "gen_ai.choice" },
          body: { index: 0, message: { content: "hi" } },
        },
        { version: "1.36" },
      ),
    ),
    ["error content_recorded: gen_ai.choice: the body holds content, and capture is off"],
  );
  assert.deepEqual(
    lines(
      validateEvent(
        { eventName: "gen_ai.choice", attributes: {}, body: { index: 0, finish_reason: "stop" } },
        { version: "1.36" },
      ),
    ),
    [],
  );
  assert.deepEqual(
    lines(
      validateEvent({
        eventName: "gen_ai.client.operation.exception",
        attributes: {},
        severityNumber: 17,
      }),
    ),
    ["warning wrong_severity: gen_ai.client.operation.exception: the severity number must be 13"],
  );
  assert.deepEqual(
    lines(validateEvent({ eventName: "app.thing", attributes: { "gen_ai.system": 1 } })),
    [],
  );
});

test("validateTrace() finds two generations of names, two conversations and a lost parent in one trace", () => {
  const agent = span("1", "invoke_agent a", {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.name": "a",
    "gen_ai.conversation.id": "x",
  });
  const chat = span(
    "2",
    "chat",
    {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.conversation.id": "y",
    },
    "1",
  );
  const old = span(
    "3",
    "chat",
    { "gen_ai.operation.name": "chat", "gen_ai.system": "openai" },
    "1",
  );
  const tool = span(
    "4",
    "execute_tool t",
    { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "t" },
    "2",
  );
  const together = validateTrace([agent, chat, old, tool]).filter(
    ({ code }) => code === "inconsistent_trace",
  );
  assert.deepEqual(lines(together), [
    "warning inconsistent_trace: chat: it has gen_ai.system, and chat has gen_ai.provider.name",
    "warning inconsistent_trace: chat: its conversation differs from that of invoke_agent a",
    "warning inconsistent_trace: execute_tool t: a tool call inside chat",
  ]);
});

function ofMetric(name: string, version: "1.41" | "latest"): readonly string[] {
  return lines(validateMetric({ name, points: [] }, { version }));
}

function span(
  spanId: string,
  name: string,
  attributes: Record<string, unknown>,
  parent?: string,
): TraceSpanInput {
  return {
    name,
    kind: SpanKind.INTERNAL,
    attributes,
    spanContext: () => ({ traceId: "t", spanId }),
    parentSpanContext: parent === undefined ? undefined : { spanId: parent },
  };
}

function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(formatFinding);
}
