import assert from "node:assert/strict";
import { test } from "node:test";
import { inference } from "@agent-otel/semconv-genai";
import { type Attributes, type LogRecord, type Span, SpanStatusCode } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemoryLogRecordExporter, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { createLedger } from "../export/ledger.ts";
import { createLoggerProvider } from "../logs/logger-provider.ts";
import type { ContentPolicy } from "./content-policy.ts";
import { findText } from "./find-text.ts";
import { knownErrors } from "./known-errors.ts";
import { engines, policyOf } from "./policy-engines.test.helper.ts";

class ProviderError extends Error {
  override readonly name = "ProviderError";
}

let made = 0;

/** A model call that fails with an error of its own. */
function failedCall(): ProviderError {
  const error = new ProviderError(`400 bad request: you said secret ${(made += 1)}`);
  assert.throws(
    () =>
      inference({ provider: "openai", model: "m" }, () => {
        throw error;
      }),
    error,
  );
  return error;
}

for (const [name, start] of Object.entries(engines)) {
  test(`the error of a failed call is cut on later spans anywhere (${name})`, () => {
    const { tracer, spans } = start(policyOf());
    const error = failedCall();
    fail(tracer("app").startSpan("later"), error);
    fail(tracer("app").startSpan("as text"), { name: "Error", message: String(error) });
    assert.equal(
      findText([spans.map(({ events, status }) => [events, status])], "secret"),
      undefined,
    );
    assert.equal(spans[0]?.events[0]?.attributes?.["exception.type"], "ProviderError");
    assert.equal(spans[0].status.message, "400");
    const own = tracer("app").startSpan("own");
    fail(own, new Error("a secret of its own"));
    assert.equal(spans.at(-1)?.status.message, "a secret of its own");
  });

  test(`what another instrumentation says of a failed call is cut on later spans too (${name})`, () => {
    const { tracer, spans } = start(policyOf());
    const error = new ProviderError(`they said secret (${name})`);
    fail(tracer("openai").startSpan("chat"), error);
    fail(tracer("app").startSpan("later"), error);
    assert.equal(
      findText([spans.map(({ events, status }) => [events, status])], "secret"),
      undefined,
    );
  });
}

test("an error that wraps a known one is known, and so is what gathers it", () => {
  const { native } = engines;
  assert.ok(native !== undefined);
  const { tracer, spans } = native(policyOf());
  const cause = failedCall();
  for (const error of [
    new Error(`the job failed: ${cause.message}`, { cause }),
    new AggregateError([cause], `all failed: ${cause.message}`),
  ]) {
    fail(tracer("app").startSpan("job"), error);
  }
  assert.equal(
    findText([spans.map(({ events, status }) => [events, status])], "secret"),
    undefined,
  );
});

test("log records of no span are cut when they tell of a known error", () => {
  const policy = policyOf();
  const error = failedCall();
  const { message } = error;
  const stack = String(error.stack);
  const err = { type: "ProviderError", message, stack, status: 400, error: { message } };
  const logged: readonly LogRecord[] = [
    { body: "it failed", exception: error },
    { body: "wrapped", exception: new Error(`job: ${message}`, { cause: error }) },
    { body: message },
    { body: String(error) },
    { body: message, attributes: { err } },
    { body: `it failed: ${message}`, attributes: { "err.message": message, "err.stack": stack } },
    { body: "b", attributes: { "exception.message": message, "exception.stacktrace": stack } },
  ];
  for (const record of logged) {
    const { body, attributes } = emit(record, policy);
    assert.equal(
      findText([body, attributes], "secret"),
      undefined,
      JSON.stringify([body, attributes]),
    );
  }
  const kept = emit({ body: message, attributes: { err } }, policy);
  assert.equal(kept.body, "400");
  const { type, status, message: code } = Object(kept.attributes["err"]);
  assert.deepEqual([type, status, code], ["ProviderError", 400, "400"]);
  const own = { body: "a secret", attributes: { err: { message: "a secret" } } };
  assert.deepEqual(emit(own, policy).attributes, own.attributes);
});

test("what the runtime says of itself is not remembered, and memory is bounded", () => {
  const known = knownErrors();
  known.note(new Error("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") }));
  assert.deepEqual(
    [known.says("fetch failed"), known.says("connect ECONNREFUSED 127.0.0.1:1")],
    [false, false],
  );
  for (let at = 0; at <= 2048; at += 1) known.noteText(`said ${at}`);
  assert.deepEqual(
    [known.says("said 0"), known.says("said 1"), known.says("said 2048")],
    [false, true, true],
  );
});

test("errors that cannot be read do no harm", () => {
  const known = knownErrors();
  const cyclic = new Error("cyclic");
  cyclic.cause = cyclic;
  const hostile = new Proxy(new Error("x"), {
    get() {
      throw new Error("trap");
    },
  });
  for (const error of [cyclic, hostile, undefined, null, 5, "text", Symbol("s"), () => {}]) {
    assert.doesNotThrow(() => {
      known.note(error);
      known.noteWrapped(error);
    });
  }
  assert.equal(known.says("cyclic"), true);
});

function fail(span: Span, error: { name: string; message: string }): void {
  span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.end();
}

function emit(
  record: LogRecord,
  policy: ContentPolicy,
): { body?: unknown; attributes: Attributes } {
  const exporter = new InMemoryLogRecordExporter();
  const provider = createLoggerProvider({
    resource: resourceFromAttributes({}),
    processors: [new SimpleLogRecordProcessor({ exporter })],
    screen: policy.logProcessor,
    ledger: createLedger(),
  });
  provider.getLogger("app").emit(record);
  const [only] = exporter.getFinishedLogRecords();
  assert.ok(only !== undefined);
  return { body: only.body, attributes: only.attributes };
}
