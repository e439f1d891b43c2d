import { createRecording, type Recording } from "../../trace/recording.test.helper.ts";
import type { Batch } from "../batch.ts";
import type { Delivery } from "../delivery.ts";
import { decodeTraceRequest } from "../encode/otlp-schema.test.helper.ts";
import { protobufFormat } from "../encode/protobuf-format.ts";
import { createLedger, type Ledger } from "../ledger.ts";
import { createSpanBatcher, type SpanBatcherParts } from "./span-batcher.ts";

/** A delivery that keeps what it takes. */
export interface FakeDelivery extends Pick<Delivery, "flush" | "shutdown"> {
  accept: Delivery["accept"];
  /** What is reported as pending. */
  pendingBytes: number;
  readonly batches: readonly Batch[];
  /** `flush` and `shutdown` in the order of the calls. */
  readonly calls: readonly string[];
}

/** A provider above a batcher above a delivery that keeps everything. */
export interface Batching extends Recording {
  readonly delivery: FakeDelivery;
  readonly ledger: Ledger;
}

/** Creates the three, with limits that no test reaches by accident. */
export function createBatching(parts: Partial<SpanBatcherParts> = {}): Batching {
  const delivery = createFakeDelivery();
  const ledger = createLedger();
  const resource = parts.resource ?? { attributes: { "service.name": "test" } };
  const sink = createSpanBatcher({
    format: protobufFormat,
    delivery,
    ledger,
    resource,
    scheduleDelayMs: 60_000,
    maxExportBatchSize: 100_000,
    exportTimeoutMs: 1000,
    maxRequestBytes: 16 * 1024 * 1024,
    ...parts,
  });
  return { ...createRecording({ ledger, resource, sink }), delivery };
}

function createFakeDelivery(): FakeDelivery {
  const batches: Batch[] = [];
  const calls: string[] = [];
  return {
    pendingBytes: 0,
    batches,
    calls,
    accept: (batch) => void batches.push(batch),
    flush: () => Promise.resolve(void calls.push("flush")),
    shutdown: () => Promise.resolve(void calls.push("shutdown")),
  };
}

/** A decoded span, as far as tests look at it. */
export interface DecodedSpan {
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly scope: string;
  readonly resource: string;
}

/** The spans of a batch with the names of their scope and service. */
export function spansOf(batch: Batch): readonly DecodedSpan[] {
  return list(decodeTraceRequest(Buffer.concat(batch.body)), "resourceSpans").flatMap((group) => {
    const resource = JSON.stringify(member(group, "resource"));
    return list(group, "scopeSpans").flatMap((scoped) =>
      list(scoped, "spans").map((span) => {
        const scope = String(member(member(scoped, "scope"), "name"));
        const { name, attributes } = asSpan(span);
        return { name, attributes, scope, resource };
      }),
    );
  });
}

function member(owner: unknown, key: string): unknown {
  return Reflect.get(Object(owner), key);
}

function list(owner: unknown, key: string): readonly unknown[] {
  const value = member(owner, key);
  return Array.isArray(value) ? value : [];
}

function asSpan(span: unknown): Pick<DecodedSpan, "attributes" | "name"> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- decoded by the schema, which has these fields
  return span as Pick<DecodedSpan, "attributes" | "name">;
}
