import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { ReceivedSpan } from "../support/otlp-model.ts";
import { expected, variants } from "./openai-expected.ts";
import { openAiRuns } from "./openai-versions.ts";
import { CANARIES } from "./provider/canaries.ts";
import { openAiWire } from "./provider/openai.ts";
import { startProvider } from "./provider/server.ts";
import {
  type ProgramOptions,
  type ProgramRun,
  runBare,
  runTraced,
  type TracedRun,
} from "./run-program.ts";

const provider = await startProvider(openAiWire);
after(() => provider.close());

for (const { name, format } of openAiRuns) {
  describe(`${name} (${format})`, () => {
    const options = { program: `openai.${format}`, args: [name, provider.url] };
    let started: Promise<Runs> | undefined;
    // With the first test: all releases at once would be more than a small machine can bear.
    const runs = (): Promise<Runs> => (started ??= runBoth(options));
    testSameness(runs);
    testSpans(runs);
    testWhatIsTold(runs);
  });
}

interface Runs {
  readonly bare: ProgramRun;
  readonly traced: TracedRun;
}

async function runBoth(options: ProgramOptions): Promise<Runs> {
  const [bare, traced] = await Promise.all([runBare(options), runTraced(options)]);
  return { bare, traced };
}

function testSameness(runs: () => Promise<Runs>): void {
  test("what the application sees is the same with and without telemetry", async () => {
    const { bare, traced } = await runs();
    assert.ok(bare.outcomes.size > 90, `${bare.outcomes.size} forms; ${bare.stderr}`);
    for (const [form, seen] of bare.outcomes) {
      assert.deepEqual(traced.outcomes.get(form), seen, form);
    }
    assert.deepEqual([...traced.outcomes.keys()], [...bare.outcomes.keys()]);
    assert.equal(traced.code, bare.code, traced.stderr);
  });

  test("no rejection is added or taken away", async () => {
    const { bare, traced } = await runs();
    assert.deepEqual(bare.unhandled, ["APIError", "AuthenticationError", "AuthenticationError"]);
    assert.deepEqual(traced.unhandled, bare.unhandled);
  });
}

function testSpans(runs: () => Promise<Runs>): void {
  test("each call has one span, which has ended and tells how", async () => {
    const { outcomes, receiver } = (await runs()).traced;
    const { spans } = receiver;
    for (const form of outcomes.keys()) {
      const found = sorted(spansOf(form, spans).map(summary));
      const wanted = [expected[form] ?? ["chat gpt-x"], ...(variants[form] ?? [])].map(sorted);
      assert.ok(wanted.includes(found), `${form}: ${found}`);
    }
  });

  test("requests are children of their call, whatever the number of attempts", async () => {
    const { spans } = (await runs()).traced.receiver;
    const retried = spansOf("chat, retried", spans);
    const requests = spans.filter((span) => span.parentSpanId === retried[0]?.spanId);
    assert.deepEqual(
      requests.map((span) => span.attributes["http.response.status_code"]),
      [503, 200],
    );
  });

  test("a tool runs inside its span", async () => {
    const { spans } = (await runs()).traced.receiver;
    const inside = spans.filter((span) => span.name === "inside the tool");
    assert.ok(inside.length > 0);
    for (const span of inside) {
      const parent = spans.find((each) => each.spanId === span.parentSpanId);
      assert.equal(parent?.name, "execute_tool look_up");
    }
  });
}

function testWhatIsTold(runs: () => Promise<Runs>): void {
  test("usage, server and provider are told", async () => {
    const { spans } = (await runs()).traced.receiver;
    const stream = spansOf("stream with usage", spans)[0]?.attributes ?? {};
    assert.equal(stream["gen_ai.usage.input_tokens"], 120);
    assert.equal(stream["gen_ai.usage.cache_read.input_tokens"], 80);
    assert.equal(stream["gen_ai.usage.reasoning.output_tokens"], 5);
    assert.ok(Number(stream["gen_ai.response.time_to_first_chunk"]) > 0);
    for (const span of spans.filter(isModelCall)) {
      assert.equal(span.attributes["server.address"], "127.0.0.1", span.name);
      assert.equal(span.attributes["server.port"], provider.port, span.name);
    }
    const providers = ["chat", "chat, Azure"].map(
      (form) => spansOf(form, spans)[0]?.attributes["gen_ai.provider.name"],
    );
    assert.deepEqual(providers, ["openai", "azure.ai.openai"]);
  });

  test("no payload of any signal holds what users, models and tools have said", async () => {
    const { requests, metrics } = (await runs()).traced.receiver;
    const signals = new Set(requests.map(({ signal }) => signal));
    assert.deepEqual(signals, new Set(["traces", "metrics"]));
    assert.ok(metrics.some((metric) => metric.name === "gen_ai.client.token.usage"));
    for (const { signal, message } of requests) {
      for (const canary of Object.values(CANARIES)) {
        assert.equal(message.includes(canary), false, `${canary} in ${signal}`);
      }
    }
  });
}

function sorted(texts: readonly string[]): string {
  return texts.toSorted((a, b) => a.localeCompare(b)).join("; ");
}

/** The GenAI spans of a form; each form has a trace of its own. */
function spansOf(form: string, spans: readonly ReceivedSpan[]): readonly ReceivedSpan[] {
  const root = spans.find((span) => span.name === form && span.parentSpanId === undefined);
  return spans.filter(
    (span) => span.traceId === root?.traceId && "gen_ai.operation.name" in span.attributes,
  );
}

function isModelCall({ attributes }: ReceivedSpan): boolean {
  const operation = attributes["gen_ai.operation.name"];
  return operation === "chat" || operation === "embeddings";
}

function summary({ name, attributes }: ReceivedSpan): string {
  const told = (key: string, before: string, behind = ""): string => {
    const value = attributes[key];
    return typeof value === "string" ? before + value + behind : "";
  };
  const id = told("gen_ai.tool.call.id", " #");
  return name + id + told("error.type", ": ") + told("agent_otel.genai.incomplete", " (", ")");
}
