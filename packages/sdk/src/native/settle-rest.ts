import type { OtlpConfig } from "../config/config.ts";
import type { Batch } from "../export/batch.ts";
import type { EndingDelivery } from "../export/delivery.ts";
import type { DeliveryReport } from "../export/delivery-outcome.ts";
import type { EncodedRequest } from "../export/encoded-batch.ts";
import { replayCalls } from "../export/last-send/calls.ts";
import { sendWhileBlocking } from "../export/last-send/send.ts";
import type { Ledger } from "../export/ledger.ts";
import type { ProxySettings } from "../export/transport/proxy.ts";

/** The way to one endpoint at the end of the process. */
export interface LastOutlet {
  readonly config: OtlpConfig;
  /** As the ledger and the report know it. */
  readonly url: string;
  readonly delivery: EndingDelivery;
}

/** What settling needs. */
export interface SettleParts {
  readonly outlets: readonly LastOutlet[];
  readonly ledger: Ledger;
  readonly report: DeliveryReport;
  readonly proxies: ProxySettings;
  /** The longest that the calling thread may be blocked for sending. */
  readonly timeoutMs: number;
}

/**
 * Settles all that the deliveries still have, before it returns: sends it if there is time, and counts the rest as lost.
 * What was under way without an answer is sent again, so the endpoint may have it twice.
 */
export function settleRest({ outlets, ledger, report, proxies, timeoutMs }: SettleParts): void {
  const rests = outlets
    .map(({ delivery, ...outlet }) => ({ ...outlet, rest: delivery.takeRest() }))
    .filter(({ rest }) => rest.batches.length > 0);
  if (rests.length === 0) return;
  const targets = rests.map(({ config, rest }) => ({ config, batches: rest.batches.map(encode) }));
  const outcomes = sendWhileBlocking(targets, { proxies, timeoutMs });
  for (const [index, { url, rest }] of rests.entries()) {
    const { calls = [], left = targets[index]?.batches ?? [] } = outcomes?.[index] ?? {};
    replayCalls(calls, { ledger, report });
    for (const { signal, items } of left) ledger.dropped(signal, items, "shutdown", url);
    rest.release();
  }
}

function encode({ signal, items, contentType, body }: Batch): EncodedRequest {
  return { signal, items, contentType, bytes: Buffer.concat(body) };
}
