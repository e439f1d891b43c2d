import { createRequire } from "node:module";
import type { Meter, MeterProvider as MeterProviderApi } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { IMetricReader, PushMetricExporter, ViewOptions } from "@opentelemetry/sdk-metrics";
import type { Ledger } from "../export/ledger.ts";
import { readScope } from "../export/serialiser-scope.ts";
import type { MeasureBooks } from "./guard-measure.ts";
import { guardMeter } from "./guard-meter.ts";

const require = createRequire(import.meta.url);

/** What a provider of meters needs. */
export interface MeterProviderParts {
  readonly resource: Resource;
  /** Each has a periodic reader of its own. */
  readonly exporters: readonly PushMetricExporter[];
  readonly exportIntervalMs: number;
  /** At most `exportIntervalMs`. */
  readonly exportTimeoutMs: number;
  /** Readers besides, a Prometheus server's for example. @default none */
  readonly readers?: readonly IMetricReader[];
  /** @default none */
  readonly views?: readonly ViewOptions[];
  /** Has a reader see less than there is. @default it sees everything */
  readonly screenReader?: <R extends IMetricReader>(reader: R) => R;
  readonly ledger: Ledger;
}

/** A provider of meters that can be flushed and ended. */
export interface MeterProvider extends MeterProviderApi {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Creates a provider on upstream's sdk-metrics, which is loaded now. Its meters and instruments never throw. Registers nothing. */
export function createMeterProvider(parts: MeterProviderParts): MeterProvider {
  const { resource, exporters, readers = [], views = [], ledger } = parts;
  const sdk: typeof import("@opentelemetry/sdk-metrics") = require("@opentelemetry/sdk-metrics");
  const periodic = exporters.map(
    (exporter) =>
      new sdk.PeriodicExportingMetricReader({
        exporter,
        exportIntervalMillis: parts.exportIntervalMs,
        exportTimeoutMillis: parts.exportTimeoutMs,
      }),
  );
  const provider = new sdk.MeterProvider({
    resource,
    readers: [...periodic, ...readers].map((reader) => parts.screenReader?.(reader) ?? reader),
    views: [...views],
  });
  // A callback that was added through one of two equal meters can be removed through the other.
  const known = new WeakMap<Meter, Meter>();
  return {
    getMeter: (...scope) => {
      const { name, version, ...options } = readScope(...scope);
      const meter = provider.getMeter(name, version, options);
      const guarded = known.get(meter) ?? guardMeter(meter, booksFor(name, ledger));
      known.set(meter, guarded);
      return guarded;
    },
    forceFlush: () => provider.forceFlush(),
    shutdown: () => provider.shutdown(),
  };
}

/** What the SDK measures of itself and its process comes of itself, and is nobody's work that could be lost. */
function booksFor(scope: string, ledger: Ledger): MeasureBooks {
  if (scope !== "@agent-otel/sdk" && scope !== "@agent-otel/sdk/runtime") return ledger;
  return {
    measured: () => {},
    repaired: (...repair) => ledger.repaired(...repair),
  };
}
