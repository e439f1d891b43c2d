import type { ContextManager } from "@opentelemetry/api";
import type { TelemetryComponents } from "./components.ts";
import type { CanaryWatch } from "./content-policy/canary-watch.ts";
import type { ContentPolicy } from "./content-policy/content-policy.ts";
import type { LedgerFigures } from "./export/ledger.ts";
import type { ProxySettings } from "./export/transport/proxy.ts";
import type { Report } from "./report.ts";
import type { DetectedResource } from "./resource/detect.ts";

/** The longest that something may take, in milliseconds. */
interface Patience {
  readonly timeoutMs: number;
}

/** A running pipeline for traces, metrics and logs. */
export interface Engine {
  /** Registers the OpenTelemetry globals and begins to record. Called once. */
  start(): void;
  /** The process is likely to end soon: for a while nothing waits for an endpoint that cannot be reached. */
  expectEnd(): void;
  /** Sends what is finished. Settles when it has been sent or has failed, or after `timeoutMs`; never rejects. */
  flush(options: Patience): Promise<void>;
  /**
   * As {@link flush}, when the process seems to end: waits no longer than something can be expected of the endpoints,
   * and leaves what could not be sent to {@link settleRest}. An engine with that goes on, should the process; another
   * is shut down.
   */
  finish(options: Patience): Promise<void>;
  /** True when something may have been made that {@link finish} has not seen, or while it is at work. */
  readonly hasNews: boolean;
  /**
   * Has what is finished where {@link settleRest} finds it, by the end of this turn, and begins nothing that would wake an
   * event loop which has run empty. Absent when the engine cannot.
   */
  readonly gather?: () => void;
  /**
   * What an end without {@link finish}, by `gather` and `settleRest`, would not do: wait for answers to requests that are
   * under way, so that these come twice; or, with "loop", send everything there is.
   */
  readonly endNeeds: "answers" | "loop" | "nothing";
  /**
   * Has `tell` called when there is something that would be lost, or not be told, if the process died at once, and when
   * there is nothing any more. Absent when the engine does not know.
   */
  readonly watchUnsent?: (tell: (isUnsent: boolean) => void) => void;
  /**
   * Before it returns, sends what has not been sent, if that takes no longer than `timeoutMs`, and counts the rest as
   * lost: for the process's `exit` event. Never throws. Absent when the engine cannot.
   */
  readonly settleRest?: (options: Patience) => void;
  /**
   * Sends what is finished and stops. Settles when that is done or has failed; never rejects. What has not been sent
   * after `timeoutMs` is given up and counted as lost.
   */
  shutdown(options: Patience): Promise<void>;
  /** True when its timers and sockets may keep a process alive that has nothing more to do. */
  readonly holdsProcess: boolean;
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
  /** Applied to everything before anybody outside the SDK sees it. */
  readonly contentPolicy: ContentPolicy;
  /** Searches what is about to leave the process. @default nobody does */
  readonly canaryWatch?: CanaryWatch | undefined;
  /** What the program has added in code. @default nothing */
  readonly components?: TelemetryComponents;
}
