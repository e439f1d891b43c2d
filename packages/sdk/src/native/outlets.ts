import type { MeterProvider } from "@opentelemetry/api";
import { resolve } from "node:path";
import type { OtlpConfig, TlsFiles } from "../config/config.ts";
import type { CanaryWatch } from "../content-policy/canary-watch.ts";
import { createDelivery, type Delivery } from "../export/delivery.ts";
import type { DeliveryParts } from "../export/delivery-parts.ts";
import { createLedger, type Ledger, type Loss } from "../export/ledger.ts";
import {
  createSelfMetrics,
  type MeasuredExporter,
  type SelfMetricsSources,
} from "../export/self-metrics.ts";
import type { Spool, SpoolEndpoint } from "../export/spool/spool.ts";
import { createTransport } from "../export/transport/create-transport.ts";
import type { ProxySettings } from "../export/transport/proxy.ts";
import type { Report } from "../report.ts";
import { createSpoolNotice } from "./spool-notice.ts";
import { createTimeLimit, limitDelivery, type Waiting } from "./time-limit.ts";
import { type LastOutlet, settleRest } from "./settle-rest.ts";

/** Where everything leaves the process: a delivery for each OTLP exporter, and the ledger of them all. */
export interface Outlets {
  readonly ledger: Ledger;
  /** Opens the way to one endpoint; `undefined`, and a line that says why, when that is impossible. */
  open(config: OtlpConfig): Delivery | undefined;
  /** Offers the SDK's figures about itself as metrics. */
  measure(provider: MeterProvider, spans?: SelfMetricsSources["spans"]): void;
  /** Has `seal` called when everything must reach the deliveries at once. */
  sealWith(seal: () => void): void;
  /** Has `tell` called when something has been settled, or a while later. */
  onSettled(tell: () => void): void;
  /** While `work` runs, whoever waits for a delivery waits in this way; settles with it or when the time is over. */
  limit(waiting: Waiting, work: () => Promise<void>): Promise<void>;
  /** Settles, before it returns, all that has not been delivered: sends it if there is time, and gives it up if not. */
  settleRest(options: { readonly timeoutMs: number }): void;
  /** Gives up what is still waiting, and closes the connections. */
  close(): Promise<void>;
}

interface OutletParts {
  readonly report: Report;
  readonly proxies: ProxySettings;
  /** Where batches wait on disk. @default in memory alone */
  readonly spool?: Spool | undefined;
  /** Searches every request. @default nobody does */
  readonly canaryWatch?: CanaryWatch | undefined;
}

/** The largest request that Collectors take by default. */
const MAX_REQUEST_BYTES = { grpc: 4 * 1024 * 1024, http: 16 * 1024 * 1024 } as const;

/** The most bytes that a request to the endpoint may have. */
export function maxRequestBytes({ protocol }: OtlpConfig): number {
  return protocol === "grpc" ? MAX_REQUEST_BYTES.grpc : MAX_REQUEST_BYTES.http;
}

/** Creates the outlets; nothing is connected until there is something to send. */
export function createOutlets({ report, proxies, spool, canaryWatch }: OutletParts): Outlets {
  const opened: MeasuredExporter[] = [];
  const ledger = createReportingLedger(report, opened);
  const selfMetrics = createSelfMetrics();
  const outlets: LastOutlet[] = [];
  const seals: (() => void)[] = [];
  const settled: (() => void)[] = [];
  const timeLimit = createTimeLimit();
  const onConcluded: typeof selfMetrics.concluded = (concluded) => {
    selfMetrics.concluded(concluded);
    callAll(settled);
  };
  const tellSpooled = createSpoolNotice({ spool, ledger, report });
  return {
    ledger,
    open: (config) => {
      try {
        const { signal, url, protocol } = config;
        const outlet = openOutlet(config, { report, proxies, spool, ledger, onConcluded });
        const { delivery } = outlet;
        outlets.push(outlet);
        opened.push({ signal, delivery, url, protocol });
        return limitDelivery(delivery, timeLimit, canaryWatch?.payload);
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
    sealWith: (seal) => void seals.push(seal),
    onSettled: (tell) => void settled.push(tell),
    limit: (waiting, work) => timeLimit.during(waiting, work),
    settleRest: ({ timeoutMs }) => {
      callAll(seals);
      settleRest({ outlets, ledger, report, proxies, timeoutMs });
      callAll(settled);
      spool?.closeSync();
      tellSpooled();
    },
    close: async () => {
      await Promise.all(outlets.map(({ delivery }) => delivery.shutdown({ timeoutMs: 0 })));
      await spool?.close();
      tellSpooled();
    },
  };
}

function createReportingLedger(report: Report, opened: readonly MeasuredExporter[]): Ledger {
  return createLedger({
    onLoss: (loss) => report.lost({ ...urlOf(loss, opened), ...loss }),
  });
}

function callAll(listeners: readonly (() => void)[]): void {
  for (const call of listeners) call();
}

/** A batch that was never sealed knows no endpoint; its signal does. */
function urlOf({ signal }: Loss, opened: readonly MeasuredExporter[]): Pick<Loss, "url"> {
  const url = opened.find((exporter) => exporter.signal === signal)?.url;
  return url === undefined ? {} : { url };
}

function openOutlet(
  config: OtlpConfig,
  { proxies, spool, ...parts }: OutletParts & Pick<DeliveryParts, "ledger" | "onConcluded">,
): LastOutlet {
  const transport = createTransport(config, proxies);
  const { url } = transport;
  const shelf = shelfIn(spool, { signal: config.signal, protocol: config.protocol, url });
  return {
    config: { ...config, tls: absolute(config.tls) },
    url,
    delivery: createDelivery({ transport, ...parts, ...shelf }),
  };
}

function shelfIn(
  spool: Spool | undefined,
  endpoint: SpoolEndpoint,
): Pick<DeliveryParts, "openShelf"> {
  return spool === undefined ? {} : { openShelf: (owner) => spool.openShelf(endpoint, owner) };
}

/** The application may change its working directory. */
function absolute(files: TlsFiles): TlsFiles {
  return Object.fromEntries(Object.entries(files).map(([use, path]) => [use, resolve(path)]));
}
