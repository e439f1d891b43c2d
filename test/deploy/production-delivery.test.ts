import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { poll } from "../../tools/stack/run/poll.ts";
import type { StackSettings } from "../../tools/stack/settings.ts";
import { openOwnStack, whyNoStack } from "../../tools/stack/testing/own-stack.ts";
import type { OwnStack } from "../../tools/stack/testing/own-stack.ts";
import { freePort } from "../support/free-port.ts";
import { sendTraces } from "./otlp-traces.helper.ts";
import { startPart, stopPart } from "./part.helper.ts";
import { startProductionCollector } from "./production-collector.helper.ts";
import type { ProductionCollector, ProductionOptions } from "./production-collector.helper.ts";
import { missingTraces, storedTraces } from "./tempo.helper.ts";

const skip = whyNoStack(process.env) ?? false;
const OUTAGE_MS = 30_000;
/** Time for everything that is on disk to arrive: the exporter's longest pause between two attempts, and a batch. */
const ARRIVAL_MS = 45_000;

/** All of these are kept by their policy. */
const failures = (count: number): { failed: true }[] =>
  Array.from({ length: count }, () => ({ failed: true }));

describe("what the production Collector has accepted", { skip }, () => {
  let stack: OwnStack;
  let tempo: string;
  let collector: ProductionCollector | undefined;

  before(async () => {
    stack = await openOwnStack(process.env);
    tempo = `127.0.0.1:${stack.settings.ports.tempoOtlpGrpc}`;
  });
  afterEach(async () => {
    await collector?.stop("SIGKILL");
    collector = undefined;
  });
  after(async () => stack?.close());

  const start = async (
    queue: string,
    options: Omit<ProductionOptions, "queue">,
  ): Promise<ProductionCollector> => {
    const folder = join(stack.settings.stackDir, queue);
    collector = await startProductionCollector(stack.settings, { queue: folder, ...options });
    return collector;
  };
  const missing = async (ids: readonly string[]): Promise<readonly string[]> =>
    missingTraces(stack.settings.ports.tempo, ids, ARRIVAL_MS);

  test("arrives after SIGTERM in the middle of its wait, sent at once", async () => {
    const first = await start("term", { tempo });
    const ids = await sendTraces(first.url, failures(200));
    await first.stop("SIGTERM");
    await start("term", { tempo });
    assert.deepEqual(await missing(ids), []);
  });

  test("arrives after SIGTERM while Tempo is away, from the queue on disk", async () => {
    const first = await start("term-away", { tempo: await nowhere() });
    const ids = await sendTraces(first.url, failures(200));
    await first.stop("SIGTERM");
    assert.equal((await storedTraces(stack.settings.ports.tempo, ids)).size, 0);
    await start("term-away", { tempo });
    assert.deepEqual(await missing(ids), []);
  });

  test("is lost by kill -9 only where the sampler still held it", async () => {
    const first = await start("kill", { tempo: await nowhere(), wait: "4s", afterRoot: "2s" });
    const decided = await sendTraces(first.url, failures(200));
    await held(first, 0);
    const undecided = await sendTraces(first.url, failures(200));
    await first.stop("SIGKILL");
    await start("kill", { tempo });
    assert.deepEqual(await missing(decided), []);
    assert.equal((await storedTraces(stack.settings.ports.tempo, undecided)).size, 0);
  });

  survivesOutage({ start, missing, settings: () => stack.settings });
});

/** Where a Tempo would be that is not there. */
async function nowhere(): Promise<string> {
  return `127.0.0.1:${await freePort()}`;
}

interface Surroundings {
  readonly start: (
    queue: string,
    options: Omit<ProductionOptions, "queue">,
  ) => Promise<ProductionCollector>;
  readonly missing: (ids: readonly string[]) => Promise<readonly string[]>;
  readonly settings: () => StackSettings;
}

function survivesOutage({ start, missing, settings }: Surroundings): void {
  test("arrives after Tempo was away for 30 s", async () => {
    const tempo = `127.0.0.1:${settings().ports.tempoOtlpGrpc}`;
    const running = await start("outage", { tempo, wait: "2s", afterRoot: "1s" });
    await stopPart("tempo", settings());
    const ids: string[] = [];
    const until = performance.now() + OUTAGE_MS;
    while (performance.now() < until) {
      // oxlint-disable-next-line no-await-in-loop -- as requests come: one after the other
      ids.push(...(await sendTraces(running.url, failures(20))));
      // The outage is what is tested: it takes its time.
      // oxlint-disable-next-line no-await-in-loop -- as above
      await delay(1_000);
    }
    await startPart("tempo", settings());
    assert.ok(ids.length > 400, String(ids.length));
    assert.deepEqual(await missing(ids), []);
    assert.equal(await running.metric("otelcol_exporter_send_failed_spans"), 0);
    assert.equal(await running.metric("otelcol_exporter_enqueue_failed_spans"), 0);
  });
}

/** Waits until the sampler has decided on all but so many of at least one trace. */
async function held(collector: ProductionCollector, count: number): Promise<void> {
  const done = await poll(
    async () => {
      const known = await collector.metric("otelcol_processor_tail_sampling_new_trace_id_received");
      const decided = await collector.metric(
        "otelcol_processor_tail_sampling_global_count_traces_sampled",
      );
      return (known > 0 && known - decided === count) || undefined;
    },
    { everyMs: 100, deadlineMs: 30_000 },
  );
  assert.equal(done, true, collector.log());
}
