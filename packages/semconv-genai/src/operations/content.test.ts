import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { trace } from "@opentelemetry/api";
import {
  configureGenAi,
  executeTool,
  GENAI_DEFAULTS,
  inference,
  memory,
  startMcpServer,
} from "../index.ts";
import type { ContentCapture } from "../index.ts";
import { assertFollows } from "../content/schemas.test.helper.ts";
import { disable, logged, traced } from "../telemetry.test.helper.ts";
import { assertConforms, validateTrace, validateEvent } from "../validate/index.ts";

afterEach(() => {
  disable();
  configureGenAi(GENAI_DEFAULTS);
});

const MESSAGES = [{ role: "user", parts: [{ type: "text", content: "the question" }] }];
const ANSWER = [
  { role: "assistant", parts: [{ type: "text", content: "the answer" }], finish_reason: "stop" },
];

test("no content is read, let alone recorded, unless that is asked for", () => {
  const exporter = traced();
  const logs = logged();
  inference({ provider: "openai", input: fail }, (call) => call.response({ output: fail }));
  executeTool({ name: "t", arguments: fail }, (call) => call.result(fail));
  memory({ "gen_ai.operation.name": "search_memory" }, (call) =>
    call.content("gen_ai.memory.query.text", fail),
  );
  startMcpServer({ method: "tools/call", toolName: "t", arguments: fail }).end();
  assert.equal(exporter.getFinishedSpans().length, 4);
  assert.deepEqual(logs.getFinishedLogRecords(), []);
});

test("contents for events alone are not read where no logger takes them, or the operation has no event", () => {
  configureGenAi({ capture: "event" });
  traced();
  inference({ provider: "openai", input: fail }, (call) => call.response({ output: fail }));
  logged();
  executeTool({ name: "t", arguments: fail }, (call) => call.result(fail));
});

for (const [capture, onSpan, onEvent] of [
  ["span", true, false],
  ["event", false, true],
  ["span_and_event", true, true],
] as const) {
  test(`with capture ${capture}, content is ${onSpan ? "" : "not "}on spans and ${onEvent ? "" : "not "}on events`, () => {
    const { span, event } = record(capture);
    const onSpans = span?.attributes["gen_ai.input.messages"];
    assert.equal(onSpans, onSpan ? JSON.stringify(MESSAGES) : undefined);
    assert.equal(event !== undefined, onEvent);
    if (event === undefined) return;
    assert.equal(event.eventName, "gen_ai.client.inference.operation.details");
    assert.deepEqual(event.attributes["gen_ai.output.messages"], ANSWER);
    assertFollows("gen_ai.input.messages", event.attributes["gen_ai.input.messages"]);
    assert.deepEqual(validateEvent(event), []);
    assert.equal(event.spanContext?.spanId, span?.spanContext().spanId);
  });
}

test("structured content is what the application gave, on spans too, and JSON is on events where asked for", () => {
  configureGenAi({ encoding: "structured" });
  assert.deepEqual(record("span").span?.attributes["gen_ai.input.messages"], MESSAGES);
  configureGenAi({ encoding: "json" });
  assert.deepEqual(
    record("event").event?.attributes["gen_ai.input.messages"],
    JSON.stringify(MESSAGES),
  );
});

test("the redaction hook is asked once for each content, and its answer is recorded everywhere", () => {
  const asked: string[] = [];
  configureGenAi({
    redact: ({ kind }) => {
      asked.push(kind);
      return kind === "gen_ai.input.messages" ? [] : undefined;
    },
  });
  const { span, event } = record("span_and_event");
  assert.deepEqual(asked, ["gen_ai.input.messages", "gen_ai.output.messages"]);
  assert.equal(span?.attributes["gen_ai.input.messages"], "[]");
  assert.deepEqual(event?.attributes["gen_ai.input.messages"], []);
  assert.equal(event.attributes["gen_ai.output.messages"], undefined);
});

test("a redaction hook that throws keeps the content out and the call alive", () => {
  configureGenAi({
    redact: () => {
      throw new Error("redaction");
    },
  });
  const { span, event } = record("span_and_event");
  assert.equal(span?.attributes["gen_ai.input.messages"], undefined);
  assert.equal(event?.attributes["gen_ai.input.messages"], undefined);
  assert.equal(event?.attributes["gen_ai.request.model"], "m");
});

test("a content that cannot be read keeps the call alive", () => {
  configureGenAi({ capture: "span" });
  const exporter = traced();
  assert.equal(
    inference({ provider: "openai", input: fail }, () => 5),
    5,
  );
  assertConforms(validateTrace(exporter.getFinishedSpans()));
});

test("tool arguments and results, and contents of memories, are on their spans", () => {
  configureGenAi({ capture: "span" });
  const exporter = traced();
  executeTool({ name: "t", arguments: () => ({ city: "Paris" }) }, (call) =>
    call.result(() => ({ degrees: 20 })),
  );
  memory({ "gen_ai.operation.name": "search_memory" }, (call) =>
    call.content("gen_ai.memory.query.text", () => "tea"),
  );
  const [tool, search] = exporter.getFinishedSpans();
  assert.equal(tool?.attributes["gen_ai.tool.call.arguments"], '{"city":"Paris"}');
  assert.equal(tool?.attributes["gen_ai.tool.call.result"], '{"degrees":20}');
  assert.equal(search?.attributes["gen_ai.memory.query.text"], "tea");
  assertConforms(validateTrace(exporter.getFinishedSpans()));
});

test("an event is emitted without a tracer, too", () => {
  trace.disable();
  configureGenAi({ capture: "event" });
  const logs = logged();
  inference({ provider: "openai", input: () => ({ messages: MESSAGES }) }, () => 1);
  assert.equal(logs.getFinishedLogRecords().length, 1);
});

function fail(): never {
  assert.fail("a content was read");
}

type Recorded = {
  readonly span: ReturnType<ReturnType<typeof traced>["getFinishedSpans"]>[number] | undefined;
  readonly event:
    | ReturnType<ReturnType<typeof logged>["getFinishedLogRecords"]>[number]
    | undefined;
};

function record(capture: ContentCapture): Recorded {
  configureGenAi({ capture });
  const exporter = traced();
  const logs = logged();
  inference({ provider: "openai", model: "m", input: () => ({ messages: MESSAGES }) }, (call) =>
    call.response({ output: () => ANSWER }),
  );
  return { span: exporter.getFinishedSpans()[0], event: logs.getFinishedLogRecords()[0] };
}
