import assert from "node:assert/strict";
import type { ExitWay } from "./exit-cells.ts";
import { type ExitRun, runToExit } from "./exit-run.ts";
import type { Receiver } from "./receiver.ts";

/** AGENT_OTEL_SHUTDOWN_TIMEOUT, and what a busy machine adds. */
const LONGEST_DELAY_MS = 3000 + 1000;

/** Every protocol of OTLP, as OTEL_EXPORTER_OTLP_PROTOCOL names it. */
export const protocols = ["http/protobuf", "http/json", "grpc"] as const;

/** What a receiver of it speaks. */
export function protocolOf(protocol: (typeof protocols)[number]): "grpc" | "http" {
  return protocol === "grpc" ? "grpc" : "http";
}

const controls = new Map<ExitWay, Promise<ExitRun>>();

/** The same program without the SDK. */
function controlOf(way: ExitWay): Promise<ExitRun> {
  const known = controls.get(way);
  if (known !== undefined) return known;
  const run = runToExit(way);
  controls.set(way, run);
  return run;
}

/** The least of the SDK that sends spans to `url`. */
export function environment(url: string): NodeJS.ProcessEnv {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    // A delay that no program here waits for: what arrives was sent by its end.
    OTEL_BSP_SCHEDULE_DELAY: "600000",
  };
}

/** Runs the program with the SDK against `url`, and without it: they must end alike. */
export async function endAgainst(
  way: ExitWay,
  url: string,
  env: NodeJS.ProcessEnv = {},
): Promise<ExitRun> {
  const [control, run] = await Promise.all([
    controlOf(way),
    runToExit({ ...way, env: { ...environment(url), ...env } }),
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

/** The receiver has each span. */
export function expectAllArrived({ receipts }: Receiver, spans: number): void {
  assert.deepEqual(
    receipts.numbers("traces"),
    Array.from({ length: spans }, (_, index) => index + 1),
  );
}

/** None has arrived, and the last lines tell of each span. */
export function expectAllTold({ lines }: ExitRun, spans: number, receiver?: Receiver): void {
  assert.deepEqual(receiver?.receipts.numbers("traces") ?? [], []);
  const told = lines.join("\n");
  const lost = [...told.matchAll(/to the end; lost: (\d+) spans?/g)].map(([, count]) =>
    Number(count),
  );
  assert.equal(
    lost.reduce((sum, count) => sum + count, 0),
    spans,
    told,
  );
}

/** No end takes longer, whatever the endpoint does. */
export function expectInTime({ delayMs }: ExitRun): void {
  assert.ok(delayMs < LONGEST_DELAY_MS, `the end took ${delayMs} ms`);
}
