import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { PARTS } from "../../tools/stack/programs.ts";
import { request } from "../../tools/stack/run/http.ts";
import { poll } from "../../tools/stack/run/poll.ts";
import { openOwnStack, whyNoStack } from "../../tools/stack/testing/own-stack.ts";
import type { OwnStack } from "../../tools/stack/testing/own-stack.ts";
import { newTraceId, sendTraces } from "./otlp-traces.helper.ts";
import type { MadeTrace } from "./otlp-traces.helper.ts";
import { startProductionCollector } from "./production-collector.helper.ts";
import type { ProductionCollector } from "./production-collector.helper.ts";
import { missingTraces, storedTraces } from "./tempo.helper.ts";

const skip = whyNoStack(process.env, PARTS) ?? false;

/** Traces of one kind, and how many of them are to be kept. */
interface Kind {
  readonly count: number;
  readonly keeps: "all" | "none";
  readonly make: (index: number) => MadeTrace;
}

/** What the policies decide for certain. */
const KINDS: Readonly<Record<string, Kind>> = {
  "with an error": { count: 200, keeps: "all", make: () => ({ failed: true }) },
  slow: { count: 100, keeps: "all", make: () => ({ durationMs: 31_000 }) },
  "with many output tokens": {
    count: 100,
    keeps: "all",
    make: (index) => ({ chat: { "gen_ai.usage.output_tokens": 8_000 + index } }),
  },
  "with many input tokens": {
    count: 50,
    keeps: "all",
    make: () => ({ chat: { "gen_ai.usage.input_tokens": 100_000 } }),
  },
  forced: { count: 100, keeps: "all", make: () => ({ root: { "app.force_sample": true } }) },
  "with a bad evaluation": {
    count: 100,
    keeps: "all",
    make: (index) =>
      index % 2 === 0
        ? { chat: { "gen_ai.evaluation.score.label": "fail" } }
        : {
            event: {
              name: "gen_ai.evaluation.result",
              attributes: { "gen_ai.evaluation.score.label": "Irrelevant" },
            },
          },
  },
  "of health probes": {
    count: 250,
    keeps: "none",
    make: (index) => ({
      root: { "url.path": index % 2 === 0 ? "/healthz" : "/monitoring/health" },
    }),
  },
  "of failing health probes": {
    count: 50,
    keeps: "all",
    make: () => ({ root: { "url.path": "/healthz" }, failed: true }),
  },
};

const PLAIN = 450;
const CONVERSATIONS = 200;
const TURNS = 3;

describe("the sampling of the production Collector, with 2,000 traces", { skip }, () => {
  let stack: OwnStack;
  let collector: ProductionCollector;
  let stored: ReadonlyMap<string, string>;
  const ids = new Map<string, readonly string[]>();
  const conversations = Array.from({ length: CONVERSATIONS }, () => randomUUID());

  before(async () => {
    stack = await openOwnStack(process.env, PARTS);
    const { settings } = stack;
    collector = await startProductionCollector(settings, {
      queue: join(settings.stackDir, "queue"),
      tempo: `127.0.0.1:${settings.ports.tempoOtlpGrpc}`,
      wait: "4s",
      afterRoot: "1s",
    });
    const traces = makeTraces(conversations, ids);
    assert.equal(traces.length, 2_000);
    await sendTraces(collector.url, traces);
    await settled(collector);
    // A moment after it took a trace, Tempo may not find it yet: what must be there is waited for.
    const due = Object.entries(KINDS).flatMap(([kind, { keeps }]) =>
      keeps === "all" ? (ids.get(kind) ?? []) : [],
    );
    await missingTraces(settings.ports.tempo, due, 20_000);
    stored = await storedTraces(settings.ports.tempo, [...ids.values()].flat());
  });
  after(async () => {
    await collector?.stop("SIGKILL");
    await stack?.close();
  });

  const kept = (kind: string): number =>
    (ids.get(kind) ?? []).filter((id) => stored.has(id)).length;

  for (const [kind, { count, keeps }] of Object.entries(KINDS)) {
    test(`keeps ${keeps} of the traces ${kind}`, () => {
      assert.equal(kept(kind), keeps === "all" ? count : 0);
    });
  }

  test("keeps a fifth of the plain traces", () => {
    const share = kept("plain") / PLAIN;
    // Five standard deviations to each side: wrong once in a million runs.
    assert.ok(Math.abs(share - 0.2) < 5 * Math.sqrt((0.2 * 0.8) / PLAIN), String(share));
  });

  test("keeps a fifth of the conversations, each with all its traces", () => {
    const chosen = conversations.filter((conversation) => isChosen(conversation));
    for (const conversation of conversations) {
      assert.equal(kept(conversation), isChosen(conversation) ? TURNS : 0, conversation);
    }
    const share = chosen.length / CONVERSATIONS;
    assert.ok(Math.abs(share - 0.2) < 5 * Math.sqrt((0.2 * 0.8) / CONVERSATIONS), String(share));
  });

  keepsWholeAndCountsAll(() => ({ stack, stored, failed: ids.get("with an error") ?? [] }));
});

interface Outcome {
  readonly stack: OwnStack;
  readonly stored: ReadonlyMap<string, string>;
  /** Ids of the traces with an error. */
  readonly failed: readonly string[];
}

function keepsWholeAndCountsAll(outcome: () => Outcome): void {
  test("keeps traces whole", () => {
    const { stored, failed } = outcome();
    for (const id of failed) {
      assert.equal(stored.get(id)?.match(/"spanId"/gu)?.length, 3, id);
    }
  });

  test("counts all requests in the metrics, also those whose traces are not kept", async () => {
    const query = 'sum(traces_span_metrics_calls_total{span_name="POST /v1/chat"})';
    const value = await poll(
      async () => ((await ask(outcome().stack, query)) === 2_000 ? 2_000 : undefined),
      {
        everyMs: 500,
        deadlineMs: 40_000,
      },
    );
    assert.equal(value, 2_000);
  });
}

function makeTraces(
  conversations: readonly string[],
  ids: Map<string, readonly string[]>,
): readonly MadeTrace[] {
  const traces: MadeTrace[] = [];
  const add = (kind: string, count: number, make: Kind["make"]): void => {
    const made = Array.from({ length: count }, (_, index) => ({
      traceId: newTraceId(),
      ...make(index),
    }));
    ids.set(
      kind,
      made.map(({ traceId }) => traceId),
    );
    traces.push(...made);
  };
  for (const [kind, { count, make }] of Object.entries(KINDS)) add(kind, count, make);
  add("plain", PLAIN, () => ({}));
  for (const conversation of conversations) {
    add(conversation, TURNS, () => ({ chat: { "gen_ai.conversation.id": conversation } }));
  }
  return traces;
}

/** As the policy `whole-conversations` says. */
function isChosen(conversation: string): boolean {
  const hash = createHash("sha256").update(conversation).digest();
  return (hash[0] ?? 255) < 0x33;
}

/** Waits until the sampler has decided on everything and every span of what it keeps has been sent. */
async function settled(collector: ProductionCollector): Promise<void> {
  const counted = "otelcol_processor_tail_sampling_global_count_traces_sampled";
  const done = await poll(
    async () => {
      if ((await collector.metric(counted)) < 2_000) return undefined;
      const kept = await collector.metric(counted, 'decision="sampled"');
      return (await collector.metric("otelcol_exporter_sent_spans")) === kept * 3 || undefined;
    },
    { everyMs: 250, deadlineMs: 60_000 },
  );
  assert.equal(done, true, collector.log());
}

async function ask({ settings }: OwnStack, query: string): Promise<number> {
  const url = `http://127.0.0.1:${settings.ports.prometheus}/api/v1/query?query=${encodeURIComponent(query)}`;
  const { body } = await request(url);
  const { data }: { data: { result: { value: [number, string] }[] } } = JSON.parse(body);
  return Number(data.result[0]?.value[1] ?? 0);
}
