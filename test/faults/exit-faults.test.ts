import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type BlackHole, openBlackHole } from "./black-hole.ts";
import { type ExitWay, exitWays } from "./exit-cells.ts";
import { type ExitRun, runToExit } from "./exit-run.ts";
import { type Fault, type Receiver, startReceiver } from "./receiver.ts";

/** AGENT_OTEL_SHUTDOWN_TIMEOUT, and what a busy machine adds. */
const LONGEST_DELAY_MS = 3000 + 1000;

/** With a Collector that works, on a machine that runs one such program beside this one. */
const USUAL_DELAY_MS = 500;

const faults = {
  hang: [{ kind: "hang" }],
  "503": [{ kind: "status", status: 503 }],
  drip: [{ kind: "drip", everyMs: 100 }],
} satisfies Record<string, readonly [Fault]>;

const controls = new Map<ExitWay, Promise<ExitRun>>();

/** The same program without the SDK. */
function controlOf(way: ExitWay): Promise<ExitRun> {
  const known = controls.get(way);
  if (known !== undefined) return known;
  const run = runToExit(way);
  controls.set(way, run);
  return run;
}

function environment(url: string): NodeJS.ProcessEnv {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    // A delay that no program here waits for: what arrives was sent by its end.
    OTEL_BSP_SCHEDULE_DELAY: "600000",
  };
}

async function endAgainst(way: ExitWay, url: string): Promise<ExitRun> {
  const [control, run] = await Promise.all([
    controlOf(way),
    runToExit({ ...way, env: environment(url) }),
  ]);
  const { code, signal, output, errors } = run;
  assert.deepEqual(
    { code, signal, output, errors },
    {
      code: control.code,
      signal: control.signal,
      output: control.output,
      errors: control.errors,
    },
  );
  return run;
}

function expectAllArrived({ receipts }: Receiver, spans: number): void {
  assert.deepEqual(
    receipts.numbers("traces"),
    Array.from({ length: spans }, (_, index) => index + 1),
  );
}

/** The last lines must tell of each span. */
function expectAllTold({ lines }: ExitRun, spans: number): void {
  const told = lines.join("\n");
  const lost = [...told.matchAll(/to the end; lost: (\d+) spans/g)].map(([, count]) =>
    Number(count),
  );
  assert.equal(
    lost.reduce((sum, count) => sum + count, 0),
    spans,
    told,
  );
}

describe("an end with a working Collector", { concurrency: 2 }, () => {
  for (const way of exitWays) {
    test(`${way.name} delivers everything, once, and in time`, async (t) => {
      const receiver = await startReceiver();
      t.after(() => receiver.down());
      const { lines, delayMs } = await endAgainst(way, receiver.url);
      expectAllArrived(receiver, way.spans);
      assert.equal(receiver.receipts.duplicates("traces"), 0);
      assert.deepEqual(lines, []);
      t.diagnostic(`${delayMs} ms`);
      assert.ok(delayMs < USUAL_DELAY_MS, `the end took ${delayMs} ms`);
    });
  }
});

describe("an end with a Collector that", { concurrency: 8 }, () => {
  let blackHole: BlackHole;
  before(async () => void (blackHole = await openBlackHole()));
  after(() => blackHole.close());
  for (const way of exitWays) {
    for (const [name, behaviour] of Object.entries(faults)) {
      test(`does nothing but ${name}: ${way.name}`, async (t) => {
        const receiver = await startReceiver();
        t.after(() => receiver.down());
        receiver.behave(...behaviour);
        const run = await endAgainst(way, receiver.url);
        assert.ok(run.delayMs < LONGEST_DELAY_MS, `the end took ${run.delayMs} ms`);
        expectAllTold(run, way.spans);
      });
    }
    test(`refuses: ${way.name}`, async () => {
      const receiver = await startReceiver();
      await receiver.down();
      const run = await endAgainst(way, receiver.url);
      assert.ok(run.delayMs < LONGEST_DELAY_MS, `the end took ${run.delayMs} ms`);
      expectAllTold(run, way.spans);
    });
    test(`is a black hole: ${way.name}`, async () => {
      const run = await endAgainst(way, blackHole.url);
      assert.ok(run.delayMs < LONGEST_DELAY_MS, `the end took ${run.delayMs} ms`);
      expectAllTold(run, way.spans);
    });
  }
});
