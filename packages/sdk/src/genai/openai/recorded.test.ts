import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import * as openai from "openai";
import { OpenAI } from "openai";
import { fields } from "../fields.ts";
import { agent } from "../index.ts";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { CALL_FORMS, chat } from "./call-forms.test.helper.ts";
import { outcome } from "./outcome.test.helper.ts";
import { patchOpenAi } from "./patch.test.helper.ts";
import { startFakeProvider } from "./server.test.helper.ts";

patchOpenAi(openai);

const telemetry = registerTestTelemetry();
const provider = await startFakeProvider();
const options = { baseURL: provider.baseURL, apiKey: "k", maxRetries: 0 };
const client = new OpenAI(options);

after(() => provider.close());
beforeEach(() => telemetry.reset());

test("a chat call is a client span with request, response, usage and server", async () => {
  await client.chat.completions.create({
    ...chat("gpt-x"),
    temperature: 0.5,
    max_completion_tokens: 100,
    top_p: 0.9,
    seed: 7,
    n: 2,
    stop: ["END"],
    frequency_penalty: 0.1,
    presence_penalty: 0.2,
    reasoning_effort: "low",
    response_format: { type: "json_object" },
    service_tier: "flex",
  });
  const span = telemetry.span("chat gpt-x");
  assert.equal(span.kind, SpanKind.CLIENT);
  assert.deepEqual(span.status, { code: SpanStatusCode.UNSET });
  assert.deepEqual(span.attributes, {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-x",
    "server.address": "127.0.0.1",
    "server.port": Number(new URL(provider.baseURL).port),
    "gen_ai.output.type": "json",
    "gen_ai.request.choice.count": 2,
    "gen_ai.request.max_tokens": 100,
    "gen_ai.request.temperature": 0.5,
    "gen_ai.request.top_p": 0.9,
    "gen_ai.request.frequency_penalty": 0.1,
    "gen_ai.request.presence_penalty": 0.2,
    "gen_ai.request.seed": 7,
    "gen_ai.request.stop_sequences": ["END"],
    "gen_ai.request.reasoning.level": "low",
    "openai.api.type": "chat_completions",
    "openai.request.service_tier": "flex",
    "gen_ai.response.id": "chatcmpl-1",
    "gen_ai.response.model": "gpt-x-2026",
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.usage.input_tokens": 120,
    "gen_ai.usage.output_tokens": 20,
    "gen_ai.usage.cache_read.input_tokens": 80,
    "gen_ai.usage.reasoning.output_tokens": 5,
    "openai.response.service_tier": "default",
    "openai.response.system_fingerprint": "fp_1",
  });
});

test("a stream records finish reason, time to first chunk, and usage when it was asked for", async () => {
  await CALL_FORMS["chat, stream with usage"]?.(client);
  const { attributes } = telemetry.span("chat gpt-x");
  assert.equal(attributes["gen_ai.request.stream"], true);
  assert.deepEqual(attributes["gen_ai.response.finish_reasons"], ["stop"]);
  assert.equal(attributes["gen_ai.usage.input_tokens"], 120);
  assert.equal(attributes["gen_ai.usage.cache_read.input_tokens"], 80);
  const first = attributes["gen_ai.response.time_to_first_chunk"];
  assert.ok(typeof first === "number" && first > 0 && first < 60, String(first));
  const points = await telemetry.points("gen_ai.client.operation.time_to_first_chunk");
  assert.ok(points.length > 0);
});

test("a stream without usage records none and still ends well", async () => {
  await CALL_FORMS["chat, stream"]?.(client);
  const span = telemetry.span("chat gpt-x");
  assert.equal(span.attributes["gen_ai.usage.input_tokens"], undefined);
  assert.equal(span.attributes["gen_ai.response.id"], "chatcmpl-2");
  assert.equal(span.status.code, SpanStatusCode.UNSET);
});

for (const [form, type] of [
  ["chat, 401", "401"],
  ["chat, stream, 429", "429"],
  ["chat, aborted", "APIUserAbortError"],
  ["chat, timed out", "APIConnectionTimeoutError"],
  ["chat, stream with an error event", "APIError"],
  ["responses, failed", "server_error"],
] as const) {
  test(`${form}: error.type is ${type} on span and metric`, async () => {
    await outcome(() => CALL_FORMS[form]?.(client));
    const [span] = telemetry.spans();
    assert.equal(span?.attributes["error.type"], type);
    assert.deepEqual(span?.status, { code: SpanStatusCode.ERROR, message: type });
    const points = await telemetry.points("gen_ai.client.operation.duration");
    assert.ok(points.some((point) => point.attributes["error.type"] === type));
  });
}

test("a stream that says nothing is an error, though the client takes it as complete", async () => {
  const stream = await client.chat.completions.create({ ...chat("empty"), stream: true });
  for await (const chunk of stream) assert.fail(JSON.stringify(chunk));
  assert.equal(telemetry.span("chat empty").attributes["error.type"], "EmptyStreamError");
});

test("a stream that stalls until its time is up is an error, though the client ends it quietly", async () => {
  const stream = await client.chat.completions.create(
    { ...chat("endless"), stream: true },
    { signal: AbortSignal.timeout(200) },
  );
  let chunks = 0;
  for await (const chunk of stream) chunks += chunk.choices.length;
  assert.equal(chunks, 2);
  const { attributes, status } = telemetry.span("chat endless");
  assert.equal(attributes["error.type"], "TimeoutError");
  assert.equal(status.code, SpanStatusCode.ERROR);
});

test("a refused connection is told by the client's error class", async () => {
  const closed = await startFakeProvider();
  await closed.close();
  const lost = new OpenAI({ ...options, baseURL: closed.baseURL });
  await assert.rejects(async () => lost.chat.completions.create(chat("gpt-x")));
  assert.equal(telemetry.span("chat gpt-x").attributes["error.type"], "APIConnectionError");
});

test("retries are one span", async () => {
  const patient = new OpenAI({ ...options, maxRetries: 1 });
  await outcome(() => patient.chat.completions.create(chat("status-500")));
  assert.equal(telemetry.span("chat status-500").attributes["error.type"], "500");
});

test("the request is sent inside the span, and the call belongs to the agent's conversation", async () => {
  let active: string | undefined;
  const spying = new OpenAI({
    ...options,
    fetch: async (...args) => {
      active = trace.getSpanContext(context.active())?.spanId;
      return fetch(...args);
    },
  });
  await agent({ name: "A", conversationId: "c-7" }, () =>
    spying.chat.completions.create(chat("gpt-x")),
  );
  const span = telemetry.span("chat gpt-x");
  assert.equal(active, span.spanContext().spanId);
  assert.equal(span.attributes["gen_ai.conversation.id"], "c-7");
  assert.equal(
    span.parentSpanContext?.spanId,
    telemetry.span("invoke_agent A").spanContext().spanId,
  );
});

test("token usage is counted once for input and once for output, with low-cardinality attributes", async () => {
  await client.chat.completions.create(chat("counted"));
  const points = (await telemetry.points("gen_ai.client.token.usage")).filter(
    (point) => point.attributes["gen_ai.request.model"] === "counted",
  );
  const common = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "counted",
    "gen_ai.response.model": "counted-2026",
    "server.address": "127.0.0.1",
    "server.port": Number(new URL(provider.baseURL).port),
  };
  assert.deepEqual(
    points.map((point) => [point.attributes, fields(point.value)["sum"]]),
    [
      [{ ...common, "gen_ai.token.type": "input" }, 120],
      [{ ...common, "gen_ai.token.type": "output" }, 20],
    ],
  );
});
