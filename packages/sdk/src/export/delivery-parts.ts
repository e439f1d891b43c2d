import type { Concluded, DeliveryReport } from "./delivery-outcome.ts";
import type { Ledger } from "./ledger.ts";
import type { Shelf, ShelfOwner } from "./spool/spool.ts";
import type { Transport } from "./transport/transport.ts";

/** What a delivery is made of. */
export interface DeliveryParts {
  readonly transport: Transport;
  readonly ledger: Ledger;
  readonly report: DeliveryReport;
  /** Bytes that may wait or be under way. @default 33554432 (32 MiB) */
  readonly maxPendingBytes?: number;
  /** Requests at a time. @default 4 */
  readonly parallel?: number;
  /** Opens the place on disk for what cannot be delivered soon. @default none: everything waits in memory */
  readonly openShelf?: (owner: ShelfOwner) => Shelf;
  /** Hears of each batch that is settled after at least one attempt. @default nobody */
  readonly onConcluded?: (concluded: Concluded) => void;
  /** Milliseconds that never run backwards. @default performance.now */
  readonly now?: () => number;
  /** A number from 0 to 1 for the jitter. @default Math.random */
  readonly random?: () => number;
}
