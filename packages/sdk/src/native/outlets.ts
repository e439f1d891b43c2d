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
import { hasUnsent, isUnderWay } from "./unsent.ts";
import { createUnsentWatch } from "./unsent-watch.ts";
import { createTimeLimit, limitDelivery, type TimeLimit, type Waiting } from "./time-limit.ts";
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
  /** Has `tell` called when, at the end of the process or of the engine, everything has been settled. */
  onEnd(tell: () => void): void;
  /** While `work` runs, whoever waits for a delivery waits in this way; settles with it or when the time is over. */
  limit(waiting: Waiting, work: () => Promise<void>): Promise<void>;
  /** Runs `work` so that what it has for a delivery waits for {@link settleRest}, or for the next turn of the event loop. */
  gather(work: () => Promise<void>): void;
  /** Whether a request is under way, or something waits to be tried again, or on disk. */
  isUnderWay(): boolean;
  /** Has `tell` called when something has not been sent, or been lost untold, and when that is over. */
  watchUnsent(tell: (isUnsent: boolean) => void): void;
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
  const unsent = createUnsentWatch(() => hasUnsent(ledger, opened));
  const ledger = createReportingLedger(report, { opened, onStir: () => unsent.stir() });
  const selfMetrics = createSelfMetrics();
  const outlets: LastOutlet[] = [];
  const seals: (() => void)[] = [];
  const ends: (() => void)[] = [];
  const timeLimit = createTimeLimit();
  const onConcluded: typeof selfMetrics.concluded = (concluded) => selfMetrics.concluded(concluded);
  return {
    ledger,
    open: (config) => {
      try {
        const outlet = openOutlet(config, { report, proxies, spool, ledger, onConcluded });
        outlets.push(outlet);
        opened.push(measured(config, outlet));
        return limitDelivery(outlet.delivery, timeLimit, canaryWatch?.payload);
      } catch (error) {
        return notOpened(config, { report, error });
      }
    },
    measure: (provider, spans) =>
      selfMetrics.register(provider, {
        ledger,
        exporters: opened,
        ...(spans === undefined ? {} : { spans }),
      }),
    sealWith: (seal) => void seals.push(seal),
    onEnd: (tell) => void ends.push(tell),
    limit: (waiting, work) => timeLimit.during(waiting, work),
    gather: (work) => timeLimit.hold(work),
    isUnderWay: () => isUnderWay(ledger, opened),
    watchUnsent: (tell) => unsent.tell(tell),
    ...createEnding({ outlets, timeLimit, seals, ends, ledger, report, proxies, spool }),
  };
}

interface EndingParts extends OutletParts {
  readonly outlets: readonly LastOutlet[];
  readonly timeLimit: TimeLimit;
  readonly seals: readonly (() => void)[];
  readonly ends: readonly (() => void)[];
  readonly ledger: Ledger;
}

function createEnding(parts: EndingParts): Pick<Outlets, "close" | "settleRest"> {
  const { outlets, timeLimit, seals, ends, ledger, report, proxies, spool } = parts;
  const tellSpooled = createSpoolNotice({ spool, ledger, report });
  return {
    settleRest: ({ timeoutMs }) => {
      timeLimit.letGo();
      callAll(seals);
      settleRest({ outlets, ledger, report, proxies, timeoutMs });
      callAll(ends);
      spool?.closeSync();
      tellSpooled();
    },
    close: async () => {
      await Promise.all(outlets.map(({ delivery }) => delivery.shutdown({ timeoutMs: 0 })));
      callAll(ends);
      await spool?.close();
      tellSpooled();
    },
  };
}

function createReportingLedger(
  report: Report,
  { opened, onStir }: { opened: readonly MeasuredExporter[]; onStir: () => void },
): Ledger {
  return createLedger({
    onStir,
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

function notOpened(
  { signal }: OtlpConfig,
  { report, error }: { report: Report; error: unknown },
): undefined {
  const reason = error instanceof Error ? error.message : String(error);
  report.warn(`${signal} are not exported: ${reason}`);
}

function measured(
  { signal, url, protocol }: OtlpConfig,
  { delivery }: LastOutlet,
): MeasuredExporter {
  return { signal, delivery, url, protocol };
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
