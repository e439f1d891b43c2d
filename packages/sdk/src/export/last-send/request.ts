import type { OtlpConfig } from "../../config/config.ts";
import type { EncodedRequest } from "../encoded-batch.ts";
import type { ProxySettings } from "../transport/proxy.ts";
import type { Call } from "./calls.ts";

/** What a process that ends has left for one endpoint. */
export interface LastTarget {
  readonly config: OtlpConfig;
  readonly batches: readonly EncodedRequest[];
}

/** Everything that is to be sent before the process ends. */
export interface LastRequest {
  readonly targets: readonly LastTarget[];
  readonly proxies: ProxySettings;
  /** The Unix time in milliseconds by which the answer must be there. */
  readonly until: number;
}

/** What became of the batches for one endpoint. */
export interface LastOutcome {
  readonly calls: readonly Call[];
  /** What has not been settled. */
  readonly left: readonly EncodedRequest[];
}
