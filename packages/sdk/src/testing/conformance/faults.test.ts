import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { inference } from "@agent-otel/semconv-genai";
import { context, logs, ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import { agent, tool } from "../../genai/index.ts";
import { assertGenAiConformance, captureTelemetry, type ConformanceFacts } from "../index.ts";
import { request, server, streamed, usage } from "./model-calls.test.helper.ts";

// The content policy would not let the fault happen.
const env = { AGENT_OTEL_CONTENT_ALLOW: "llm.*" };
const telemetry = captureTelemetry({ instrument: false, env });
after(() => telemetry.stop());
beforeEach(() => telemetry.reset());

/** What goes wrong, and what is said of it. */
const faults: readonly (readonly [
  fault: string,
  act: () => void,
  told: ConformanceFacts,
  said: readonly RegExp[],
])[] = [
  [
    "an error span without error.type",
    () =>
      trace
        .getTracer("x")
        .startSpan("chat", { attributes: { "gen_ai.operation.name": "embeddings" } })
        .setStatus({ code: SpanStatusCode.ERROR })
        .end(),
    {},
    [/✗ a failed call has a span/, /span "chat" \(\w+\) has an error status and no error\.type/],
  ],
  [
    "a failure that no span shows",
    () => streamed({ usage }),
    { failedCalls: 1 },
    [/1 model calls failed, 0 spans say so/],
  ],
  [
    "a stream without usage",
    () => streamed({}),
    {},
    [/✗ the usage of streams/, /has no gen_ai\.usage\.input_tokens/, /include_usage/],
  ],
  [
    "usage that leaves cached tokens out",
    () => streamed({ usage: { inputTokens: 40, outputTokens: 20 } }),
    { usage },
    [
      /input_tokens of 1 model calls is 40 together, the provider told 120/,
      /✗ cached and reasoning/,
      /cache_read\.input_tokens of 1 model calls is 0 together, the provider told 80/,
      /reasoning\.output_tokens of 1 model calls is 0 together, the provider told 8/,
    ],
  ],
  [
    "a part that is more than its whole",
    () => streamed({ usage: { ...usage, inputTokens: 1 } }),
    {},
    [/cache_read\.input_tokens 80, more than gen_ai\.usage\.input_tokens 1/],
  ],
  [
    "a stream without the time to its first chunk",
    () => streamed({ usage }, { silent: true }),
    {},
    [
      /✗ streams tell the time/,
      /has no gen_ai\.response\.time_to_first_chunk/,
      /no metric gen_ai\.client\.\*\.time_to_first_chunk/,
    ],
  ],
  [
    "a call without server.address",
    () => streamed({ usage }, { server: undefined }),
    {},
    [/✗ model calls tell server\.address/, /has no server\.address/],
  ],
  [
    "a server.address that is another",
    () => streamed({ usage }, { server: { address: "api.openai.com", port: 443 } }),
    { server },
    [/has server api\.openai\.com:443, expected 127\.0\.0\.1:8080/],
  ],
  [
    "work that leaves its trace",
    () =>
      agent({ name: "A" }, () =>
        context.with(ROOT_CONTEXT, () => tool({ name: "lost", callId: "1" }, () => {})),
      ),
    {},
    [
      /✗ all spans are one connected trace/,
      /there are 2 traces, expected 1; spans without a parent: "invoke_agent A", "execute_tool lost"/,
    ],
  ],
  [
    "a parent that never came",
    () => {
      const lost = trace.wrapSpanContext({
        traceId: "1".repeat(32),
        spanId: "2".repeat(16),
        traceFlags: 1,
      });
      context.with(trace.setSpan(ROOT_CONTEXT, lost), () => streamed({ usage }));
    },
    {},
    [/has a parent that was not captured \(2{16}\)/],
  ],
  [
    "content on a span",
    () =>
      agent({ name: "A" }, () =>
        trace.getActiveSpan()?.setAttribute("llm.input_messages.0.content", "private"),
      ),
    {},
    [/✗ no content is recorded/, /span "invoke_agent A" has llm\.input_messages\.0\.content/],
  ],
  [
    "a secret in a log record",
    () => {
      streamed({ usage });
      logs.getLogger("x").emit({ body: 'it said "my \n secret"' });
    },
    { secrets: ["other", 'it said "my \n secret"'] },
    [/secret 2 \(21 characters\) is in it/],
  ],
  [
    "an untimed stream without a finish reason, which has told its usage",
    () => inference(request, (call) => call.response({ usage })),
    {},
    [/✗ streams tell the time to their first chunk/],
  ],
  [
    "a tool call without its id",
    () => tool({ name: "t" }, () => {}),
    {},
    [/✗ tool calls carry the id/, /span "execute_tool t" \(\w+\) has no gen_ai\.tool\.call\.id/],
  ],
  [
    "tool calls with other ids",
    () => tool({ name: "t", callId: "other" }, () => {}),
    { toolCallIds: ["call_1"] },
    [/no execute_tool span has the id call_1/, /ids that nobody gave: other/],
  ],
  [
    "a stream that never ends",
    () => {
      streamed({ usage });
      inference.start(request);
    },
    { abortedStreams: 1 },
    [
      /✗ an aborted stream ends its span/,
      /span "chat m" has begun and never ended/,
      /1 streams were aborted or left, 0 ended spans/,
    ],
  ],
];
for (const [fault, act, told, said] of faults) {
  test(`${fault} is found and explained`, async () => {
    act();
    await assert.rejects(assertGenAiConformance(telemetry, told), (error: unknown) => {
      assert.ok(error instanceof assert.AssertionError);
      for (const part of said) assert.match(error.message, part);
      assert.doesNotMatch(error.message, /private|it said/);
      return true;
    });
  });
}
