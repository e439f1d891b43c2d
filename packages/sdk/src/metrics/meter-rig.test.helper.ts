import { diag, DiagLogLevel, type Meter } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MetricReader } from "@opentelemetry/sdk-metrics";
import { createLedger } from "../export/ledger.ts";
import { createMeterProvider } from "./meter-provider.ts";

type Points = readonly (readonly [attributes: unknown, value: unknown])[];

/** A meter whose points can be collected, with the types left out. */
export interface MeterRig {
  /** What applications pass all the same. */
  readonly meter: Record<Exclude<keyof Meter, symbol>, (...args: unknown[]) => Instrument>;
  readonly getMeter: (...scope: unknown[]) => unknown;
  readonly repaired: () => number;
  /** The points by metric, and what upstream could not collect. */
  readonly collect: () => Promise<{ points: Map<string, Points>; errors: readonly unknown[] }>;
  readonly told: readonly string[];
}

function silent(): void {}

/** An instrument of any kind. */
export interface Instrument {
  add(value: unknown, attributes?: unknown): void;
  record(value: unknown, attributes?: unknown): void;
  addCallback(callback: unknown): void;
  removeCallback(callback: unknown): void;
}

/** Makes the rig, and has `diag` told to it. */
export function createMeterRig(): MeterRig {
  const told: string[] = [];
  const tell = (message: string): void => void told.push(message);
  diag.setLogger(
    { error: tell, warn: silent, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const reader = new ReaderOnDemand();
  const ledger = createLedger();
  const provider = createMeterProvider({
    resource: resourceFromAttributes({}),
    exporters: [],
    readers: [reader],
    exportIntervalMs: 60_000,
    exportTimeoutMs: 30_000,
    ledger,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what applications pass all the same
  const untyped = provider as unknown as { getMeter(...scope: unknown[]): MeterRig["meter"] };
  return {
    told,
    meter: untyped.getMeter("test"),
    getMeter: (...scope) => untyped.getMeter(...scope),
    repaired: () => ledger.snapshot().metrics.repaired,
    collect: async () => {
      const { resourceMetrics, errors } = await reader.collect();
      const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
      const points = metrics.map(({ descriptor, dataPoints }): [string, Points] => [
        descriptor.name,
        dataPoints.map(({ attributes, value }) => [attributes, value]),
      ]);
      return { points: new Map(points), errors };
    },
  };
}

class ReaderOnDemand extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}
