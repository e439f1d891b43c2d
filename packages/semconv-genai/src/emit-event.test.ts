import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { configureGenAi, emitEvent, GENAI_DEFAULTS, inference } from "./index.ts";
import type { ConventionVersion } from "./index.ts";
import { disable, logged, traced } from "./telemetry.test.helper.ts";
import { validateEvent } from "./validate/index.ts";

afterEach(() => {
  disable();
  configureGenAi(GENAI_DEFAULTS);
});

test("an event has its name, its severity and the attributes of the version, and conforms", () => {
  const exporter = logged();
  emitEvent("gen_ai.evaluation.result", {
    "gen_ai.evaluation.name": "Relevance",
    "gen_ai.evaluation.score.value": 1,
  });
  emitEvent("gen_ai.client.operation.exception", { "exception.type": "TypeError" });
  configureGenAi({ version: "1.36" });
  const details = "gen_ai.client.inference.operation.details";
  emitEvent(details, { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "x_ai" });
  const [evaluation, exception, old] = exporter.getFinishedLogRecords();
  assert.equal(evaluation?.eventName, "gen_ai.evaluation.result");
  assert.equal(exception?.severityNumber, 13);
  assert.deepEqual(old?.attributes, { "gen_ai.operation.name": "chat", "gen_ai.system": "xai" });
  for (const event of exporter.getFinishedLogRecords()) {
    const version: ConventionVersion = event === old ? "1.36" : "1.41";
    assert.deepEqual(validateEvent(event, { version }), []);
  }
});

test("where events are asked for, a failed call also emits the class of its exception, and nothing of its message", () => {
  configureGenAi({ capture: "event" });
  const spans = traced();
  const exporter = logged();
  const error = new TypeError("the prompt");
  assert.throws(() =>
    inference({ provider: "openai" }, () => {
      throw error;
    }),
  );
  const [exception, details] = exporter.getFinishedLogRecords();
  assert.equal(exception?.eventName, "gen_ai.client.operation.exception");
  assert.deepEqual(exception.attributes, { "exception.type": "TypeError" });
  assert.equal(exception.spanContext?.spanId, spans.getFinishedSpans()[0]?.spanContext().spanId);
  assert.equal(details?.attributes["error.type"], "TypeError");
});

test("without a logger provider an event is nothing", () => {
  emitEvent("gen_ai.evaluation.result", { "gen_ai.evaluation.name": "Relevance" });
});
