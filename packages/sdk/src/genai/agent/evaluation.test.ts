import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { configureGenAi } from "@agent-otel/semconv-genai";
import { logs } from "@opentelemetry/api";
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import { agent, evaluation } from "../index.ts";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";

registerTestTelemetry();
const exporter = new InMemoryLogRecordExporter();
logs.setGlobalLoggerProvider(
  new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
);

afterEach(() => {
  configureGenAi({ capture: "none" });
  exporter.reset();
});

test("evaluation() is an event of the span that it is about, at any time later", () => {
  const spanContext = agent({ name: "Judged" }, (run) => run.spanContext);
  evaluation({ name: "Relevance", score: 0.8, label: "pass", responseId: "r1", of: spanContext });
  const [record] = exporter.getFinishedLogRecords();
  assert.equal(record?.eventName, "gen_ai.evaluation.result");
  assert.equal(record.spanContext?.spanId, spanContext?.spanId);
  assert.deepEqual(record.attributes, {
    "gen_ai.evaluation.name": "Relevance",
    "gen_ai.evaluation.score.value": 0.8,
    "gen_ai.evaluation.score.label": "pass",
    "gen_ai.response.id": "r1",
  });
});

test("an evaluation that failed tells the class of its error, never its message", () => {
  evaluation({ name: "Relevance", error: new SyntaxError("secret") });
  const [record] = exporter.getFinishedLogRecords();
  assert.deepEqual(record?.attributes, {
    "gen_ai.evaluation.name": "Relevance",
    "error.type": "SyntaxError",
  });
});

test("the explanation may quote the answer: it is recorded only where contents are captured", () => {
  evaluation({ name: "R", explanation: "quotes" });
  configureGenAi({ capture: "event" });
  evaluation({ name: "R", explanation: "quotes" });
  const explanations = exporter
    .getFinishedLogRecords()
    .map(({ attributes }) => attributes["gen_ai.evaluation.explanation"]);
  assert.deepEqual(explanations, [undefined, "quotes"]);
});

test("evaluation() never throws", () => {
  const untyped: unknown = evaluation;
  assert.ok(typeof untyped === "function");
  untyped(undefined);
});
