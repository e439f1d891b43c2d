import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { ReceivedSpan } from "../support/otlp-model.ts";
import { expectedSpans } from "./anthropic-expected.ts";
import { anthropicRuns } from "./anthropic-versions.ts";
import { spansOf, summary } from "./genai-spans.ts";
import { anthropicWire } from "./provider/anthropic.ts";
import { CANARIES } from "./provider/canaries.ts";
import { startProvider } from "./provider/server.ts";
import { runBare, runTraced } from "./run-program.ts";

const provider = await startProvider(anthropicWire);
after(() => provider.close());

for (const { name, format, without, native } of anthropicRuns) {
  // oxlint-disable-next-line max-lines-per-function -- one list of tests
  describe(`${name} (${format})`, async () => {
    const options = { program: `anthropic.${format}`, args: [name, provider.url, without] };
    const [bare, traced] = await Promise.all([runBare(options), runTraced(options)]);
    const { receiver } = traced;

    test("what the application sees is the same with and without telemetry", () => {
      assert.ok(bare.outcomes.size > 55, `${bare.outcomes.size} forms; ${bare.stderr}`);
      for (const [form, seen] of bare.outcomes) {
        assert.deepEqual(traced.outcomes.get(form), seen, form);
      }
      assert.deepEqual([...traced.outcomes.keys()], [...bare.outcomes.keys()]);
      assert.equal(traced.code, bare.code, traced.stderr);
    });

    test("no rejection is added or taken away", () => {
      assert.deepEqual(bare.unhandled, ["BadRequestError"]);
      assert.deepEqual(traced.unhandled, bare.unhandled);
    });

    test("each call has one span, which has ended and tells how", () => {
      for (const form of bare.outcomes.keys()) {
        const spans = spansOf(form, receiver.spans).map(named).toSorted();
        assert.deepEqual(spans, expectedSpans(form, native).toSorted(), form);
      }
    });

    test("a call and its stream tell the same, cached tokens counted in", () => {
      for (const form of ["plain", "stream", "helper, final message", "beta, plain"]) {
        const [span] = spansOf(form, receiver.spans);
        assert.ok(span !== undefined, form);
        const { attributes } = span;
        const { [FIRST_CHUNK]: firstChunk, ...rest } = attributes;
        const streamed = form === "stream" || form.startsWith("helper");
        assert.equal(typeof firstChunk, streamed ? "number" : "undefined", form);
        for (const [key, value] of Object.entries(rest)) {
          assert.ok(key in TOLD || key.startsWith("anthropic.") || key in HTTP, `${form}: ${key}`);
          if (key in TOLD)
            assert.deepEqual(value, { ...TOLD, ...server() }[key], `${form}: ${key}`);
        }
        const missing = Object.keys(TOLD).filter((key) => !(key in rest));
        assert.deepEqual(missing, streamed ? [] : ["gen_ai.request.stream"], form);
      }
    });

    test("the requests of a call are its children, whatever the number of attempts", () => {
      const [retried] = spansOf("two retries", receiver.spans);
      const statuses = receiver.spans
        .filter(({ parentSpanId }) => parentSpanId === retried?.spanId)
        .map(({ attributes }) => attributes["http.response.status_code"]);
      assert.deepEqual(statuses, [529, 529, 200]);
    });

    test("every metric of the conventions is there", () => {
      const names = new Set(receiver.metrics.map((metric) => metric.name));
      for (const metric of METRICS) assert.ok(names.has(metric), metric);
    });

    test("no payload of any signal holds what users, models and tools have said", () => {
      for (const { signal, message } of receiver.requests) {
        for (const canary of Object.values(CANARIES)) {
          assert.equal(message.includes(canary), false, `${canary} in ${signal}`);
        }
      }
    });
  });
}

/** The older versions bring a `fetch` of their own, and have other names for errors. */
function named(span: ReceivedSpan): string {
  return summary(span)
    .replace("no-json: FetchError", "no-json: SyntaxError")
    .replace("error-event: APIConnectionError", "error-event: APIError")
    .replace(/cut: ERR_STREAM_PREMATURE_CLOSE$/, "cut: TypeError");
}

const FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

const TOLD: Readonly<Record<string, unknown>> = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "anthropic",
  "gen_ai.request.model": "claude-x",
  "server.address": "127.0.0.1",
  "server.port": 0,
  "gen_ai.request.stream": true,
  "gen_ai.request.max_tokens": 100,
  "gen_ai.request.temperature": 0.5,
  "gen_ai.request.top_k": 5,
  "gen_ai.request.top_p": 0.9,
  "gen_ai.request.stop_sequences": ["END"],
  "gen_ai.response.id": "msg_1",
  "gen_ai.response.model": "claude-x-2026",
  "gen_ai.response.finish_reasons": ["stop"],
  "gen_ai.usage.input_tokens": 120,
  "gen_ai.usage.output_tokens": 20,
  "gen_ai.usage.cache_read.input_tokens": 70,
  "gen_ai.usage.cache_creation.input_tokens": 10,
};

/** What a version with spans of its own adds. */
const HTTP: Readonly<Record<string, true>> = { "http.response.status_code": true };

const METRICS = [
  "gen_ai.client.operation.duration",
  "gen_ai.client.token.usage",
  "gen_ai.client.operation.time_to_first_chunk",
  "gen_ai.client.operation.time_per_output_chunk",
];

function server(): Readonly<Record<string, unknown>> {
  return { "server.port": provider.port };
}
