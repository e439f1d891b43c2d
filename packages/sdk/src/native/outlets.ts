import type { MeterProvider } from "@opentelemetry/api";
import type { OtlpConfig } from "../config/config.ts";
import { createDelivery, type Delivery } from "../export/delivery.ts";
import { createLedger, type Ledger, type Loss } from "../export/ledger.ts";
import {
  createSelfMetrics,
  type MeasuredExporter,
  type SelfMetricsSources,
} from "../export/self-metrics.ts";
import { createTransport } from "../export/transport/create-transport.ts";
import type { ProxySettings } from "../export/transport/proxy.ts";
import type { Report } from "../report.ts";

/** Where everything leaves the process: a delivery for each OTLP exporter, and the ledger of them all. */
export interface Outlets {
  readonly ledger: Ledger;
  /** Opens the way to one endpoint; `undefined`, and a line that says why, when that is impossible. */
  open(config: OtlpConfig): Delivery | undefined;
  /** Offers the SDK's figures about itself as metrics. */
  measure(provider: MeterProvider, spans?: SelfMetricsSources["spans"]): void;
  /** From now on a shutdown of the deliveries takes no longer than what is left of `timeoutMs`. */
  endWithin(timeoutMs: number): void;
  /** Gives up what is still waiting when the time is over, and closes the connections. */
  close(): Promise<void>;
}

interface OutletParts {
  readonly report: Report;
  readonly proxies: ProxySettings;
}

/** The largest request that Collectors take by default. */
const MAX_REQUEST_BYTES = { grpc: 4 * 1024 * 1024, http: 16 * 1024 * 1024 } as const;

/** The most bytes that a request to the endpoint may have. */
export function maxRequestBytes({ protocol }: OtlpConfig): number {
  return protocol === "grpc" ? MAX_REQUEST_BYTES.grpc : MAX_REQUEST_BYTES.http;
}

/** Creates the outlets; nothing is connected until there is something to send. */
export function createOutlets({ report, proxies }: OutletParts): Outlets {
  const ledger = createLedger({
    // A batch that was never sealed knows no endpoint; its signal does.
    onLoss: (loss) => report.lost({ ...withUrl(loss, opened), ...loss }),
  });
  const selfMetrics = createSelfMetrics();
  const opened: MeasuredExporter[] = [];
  const deliveries: Delivery[] = [];
  let endAt = Number.POSITIVE_INFINITY;
  const timeLeft = (most: number): number => Math.min(most, Math.max(0, endAt - performance.now()));
  return {
    ledger,
    open: (config) => {
      try {
        const transport = createTransport(config, proxies);
        const { concluded: onConcluded } = selfMetrics;
        const delivery = createDelivery({ transport, ledger, report, onConcluded });
        const { signal, url, protocol } = config;
        deliveries.push(delivery);
        opened.push({ signal, delivery, url, protocol });
        return withDeadline(delivery, timeLeft);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        report.warn(`${config.signal} are not exported: ${reason}`);
        return undefined;
      }
    },
    measure: (provider, spans) => {
      const sources = { ledger, exporters: opened };
      selfMetrics.register(provider, spans === undefined ? sources : { ...sources, spans });
    },
    endWithin: (timeoutMs) => void (endAt = performance.now() + timeoutMs),
    close: async () => {
      await Promise.all(
        deliveries.map((each) => each.shutdown({ timeoutMs: timeLeft(LONGEST_MS) })),
      );
    },
  };
}

function withUrl({ signal }: Loss, opened: readonly MeasuredExporter[]): Pick<Loss, "url"> {
  const url = opened.find((exporter) => exporter.signal === signal)?.url;
  return url === undefined ? {} : { url };
}

const LONGEST_MS = 2 ** 31 - 1;

/** Whoever shuts a delivery down knows its own patience; the process may have less. */
function withDeadline(delivery: Delivery, timeLeft: (most: number) => number): Delivery {
  const isEnding = (): boolean => Number.isFinite(timeLeft(Number.POSITIVE_INFINITY));
  const shutdown = (timeoutMs: number): Promise<void> =>
    delivery.shutdown({ timeoutMs: timeLeft(timeoutMs) });
  return {
    accept: (batch) => delivery.accept(batch),
    // A reader of metrics flushes before it shuts down: at the end there is no time for both.
    flush: ({ timeoutMs }) => (isEnding() ? shutdown(timeoutMs) : delivery.flush({ timeoutMs })),
    shutdown: ({ timeoutMs }) => shutdown(timeoutMs),
    get pendingBytes() {
      return delivery.pendingBytes;
    },
    get triedItems() {
      return delivery.triedItems;
    },
    get exportingItems() {
      return delivery.exportingItems;
    },
    get triedAndDropped() {
      return delivery.triedAndDropped;
    },
  };
}
