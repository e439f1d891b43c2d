import type { Signal } from "../../test/support/otlp-model.ts";
import type { Transport } from "../../test/support/otlp-receiver.ts";

/** One value of one variable, and what must be around it for an effect to be seen. */
export interface Case {
  readonly variable: string;
  /**
   * The value; `<url>`, `<port>`, `<free port>`, `<authority>`, `<client key>`, `<client certificate>`,
   * `<folder>`, `<missing file>`, `<text file>`, `<zipkin>` and `<config file>` stand for what is there when it runs.
   */
  readonly value: string;
  /** Other variables, with the same placeholders. */
  readonly beside: Readonly<Record<string, string>>;
  readonly scene: Scene;
}

/** What surrounds the application. */
export interface Scene {
  /** @default "http" */
  readonly transport?: Transport;
  /** @default "none" */
  readonly security?: "mutual TLS" | "TLS" | "none";
  /** The receiver never answers. @default false */
  readonly silent?: boolean;
  readonly paths?: Readonly<Partial<Record<Signal, string>>>;
  /** What the application does more than usual; see test/support/application.mjs. */
  readonly application?: Readonly<Record<string, string>>;
  /** The signal that is waited for while the application runs; it then ends by itself. */
  readonly whileRunning?: Signal;
  /** The host at which the Prometheus page is asked for while the application runs. */
  readonly scrape?: string;
  /** No other case runs at the same time: it takes a port of the machine. @default false */
  readonly alone?: boolean;
}

/** What an SDK did, by what is looked at: texts to compare and to print. */
export type Observation = Readonly<Record<string, string>>;

/** The number of root spans that the application begins in a scene. */
export function rootsOf({ application }: Scene): number {
  return Number(application?.["APP_ROOTS"] ?? 40);
}
