// oxlint-disable no-await-in-loop -- requests are answered one after the other
import type { TestContext } from "node:test";
import type { Signal } from "../env/otlp-variables.ts";
import type { ExportOutcome } from "../report.ts";
import type { Batch } from "./batch.ts";
import { createDelivery, type EndingDelivery } from "./delivery.ts";
import type { DeliveryParts } from "./delivery-parts.ts";
import { createLedger, type Ledger, type SignalFigures } from "./ledger.ts";
import type { TransportResult } from "./transport/transport.ts";

/** A batch that knows how often it has been released. */
export interface TestBatch extends Batch {
  readonly name: string;
  releases: number;
}

/** Makes a batch of which only the size matters; it splits down to single items. */
export function testBatch(
  name: string,
  {
    items = 1,
    bytes = items * 10,
    signal = "traces",
  }: { items?: number; bytes?: number; signal?: Signal } = {},
): TestBatch {
  return {
    name,
    signal,
    items,
    bytes,
    body: [],
    contentType: "application/x-protobuf",
    releases: 0,
    split() {
      if (items < 2) return undefined;
      const left = Math.floor(items / 2);
      return [
        testBatch(`${name}a`, { items: left, signal }),
        testBatch(`${name}b`, { items: items - left, signal }),
      ];
    },
    release() {
      this.releases += 1;
    },
  };
}

/** One request that the fake transport holds. */
interface Request {
  readonly batch: TestBatch;
  readonly aborted: AbortSignal;
  answer(result: TransportResult): Promise<void>;
}

/** A delivery on a transport that answers when the test says so, on a clock that the test moves. */
export interface Rig {
  readonly delivery: EndingDelivery;
  readonly ledger: Ledger;
  readonly told: string[];
  readonly clock: { ms: number };
  /** The requests that have no answer yet. */
  readonly open: Request[];
  /** Names of all batches in the order of their requests. */
  readonly sent: string[];
  make(batch: TestBatch): TestBatch;
  traces(): SignalFigures;
}

/** Makes the rig; a request's jitter is always the longest. */
export function createRig(options: Partial<DeliveryParts> = {}): Rig {
  const clock = { ms: 0 };
  const open: Request[] = [];
  const sent: string[] = [];
  const told: string[] = [];
  const ledger = createLedger({
    onLoss: ({ cause, items }) => told.push(`lost ${items} ${cause}`),
  });
  const tell = (what: string) => (outcome: ExportOutcome) => {
    told.push(`${what} ${outcome.items}`);
  };
  const delivery = createDelivery({
    transport: {
      url: "http://collector:4318/v1/traces",
      protocol: "http/protobuf",
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only such batches are accepted here
      send: (batch, aborted) => hold({ batch: batch as TestBatch, aborted, open, sent }),
      close: () => Promise.resolve(),
    },
    ledger,
    report: {
      attemptFailed: tell("attempt failed"),
      exportFailed: tell("export failed"),
      exported: tell("exported"),
      serverWarned: (_, message) => void told.push(`warned: ${message}`),
    },
    now: () => clock.ms,
    random: () => 1,
    ...options,
  });
  const make = (batch: TestBatch): TestBatch => {
    ledger.made(batch.signal, batch.items);
    delivery.accept(batch);
    return batch;
  };
  return {
    delivery,
    ledger,
    told,
    clock,
    open,
    sent,
    make,
    traces: () => ledger.snapshot().traces,
  };
}

/** Answers every request, also those that follow, but not those that wait for time. */
export async function answerAll(rig: Rig, result: TransportResult): Promise<void> {
  for (let open = rig.open[0]; open !== undefined; open = rig.open[0]) await open.answer(result);
}

/** Moves the rig's clock and the timers together. */
export function mockTimers(t: TestContext, rig: Rig): (ms: number) => Promise<void> {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  return async (ms) => {
    rig.clock.ms += ms;
    t.mock.timers.tick(ms);
    await settle();
  };
}

/** Lets everything happen that waits for no time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

function hold({
  open,
  sent,
  ...request
}: Omit<Request, "answer"> & { open: Request[]; sent: string[] }): Promise<TransportResult> {
  sent.push(request.batch.name);
  return new Promise((resolve) => {
    const held: Request = {
      ...request,
      answer: (result) => {
        open.splice(open.indexOf(held), 1);
        resolve(result);
        return settle();
      },
    };
    open.push(held);
  });
}
