import type { ContextManager } from "@opentelemetry/api";
import type { TelemetryComponents } from "./components.ts";
import type { LedgerFigures } from "./export/ledger.ts";
import type { ProxySettings } from "./export/transport/proxy.ts";
import type { Report } from "./report.ts";
import type { DetectedResource } from "./resource/detect.ts";

/** A running pipeline for traces, metrics and logs. */
export interface Engine {
  /** Registers the OpenTelemetry globals and begins to record. Called once. */
  start(): void;
  /** The process is likely to end soon: for a while nothing waits for an endpoint that cannot be reached. */
  expectEnd(): void;
  /** Sends what is finished. Settles when it has been sent or has failed; never rejects. */
  flush(): Promise<void>;
  /**
   * Sends what is finished and stops. Settles when that is done or has failed; never rejects. What has not been sent
   * after `timeoutMs` is given up and counted as lost.
   */
  shutdown(options: { readonly timeoutMs: number }): Promise<void>;
  /** What has become of everything so far. Absent when nobody counts: upstream's components do not. */
  readonly ledger?: () => LedgerFigures;
}

/** What an engine needs beside its configuration. */
export interface EngineParts {
  readonly report: Report;
  readonly contextManager: ContextManager;
  /** Attributes that the SDK found out about this process. */
  readonly detectedResource: DetectedResource;
  /** The proxies of the environment. @default none */
  readonly proxies?: ProxySettings;
  /** What the program has added in code. @default nothing */
  readonly components?: TelemetryComponents;
}
