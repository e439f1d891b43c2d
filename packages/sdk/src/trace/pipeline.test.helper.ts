import { createSpanBatcher } from "../export/batch/span-batcher.ts";
import type { Batch } from "../export/batch.ts";
import { jsonFormat } from "../export/encode/json-format.ts";
import { decodeTraceJson, decodeTraceRequest } from "../export/encode/otlp-schema.test.helper.ts";
import type { RequestFormat } from "../export/encode/request-format.ts";
import { createLedger } from "../export/ledger.ts";
import { createRecording, type Recording } from "./recording.test.helper.ts";
import type { TracerProviderParts } from "./tracer-provider.ts";

/** A provider with the real way down to the bytes of each request. */
export function createPipeline(
  format: RequestFormat,
  parts: Partial<TracerProviderParts> = {},
): Pipeline {
  const batches: Buffer[] = [];
  const ledger = createLedger();
  const resource = { attributes: { "service.name": "test", bad: Symbol("s") } };
  const accept = (batch: Batch): void => {
    batches.push(Buffer.concat(batch.body));
    ledger.delivered("traces", batch.items);
    batch.release();
  };
  const sink = createSpanBatcher({
    format,
    ledger,
    resource,
    delivery: { accept, pendingBytes: 0, flush: settle, shutdown: settle },
    scheduleDelayMs: 60_000,
    maxExportBatchSize: 512,
    exportTimeoutMs: 1000,
    maxRequestBytes: 16 * 1024 * 1024,
  });
  return { ...createRecording({ ...parts, ledger, resource, sink }), batches };
}

/** The names of the decoded spans that begin with `canary`. */
export function namesIn(format: RequestFormat, batches: readonly Buffer[]): readonly string[] {
  return batches.flatMap((body) => {
    const decoded =
      format === jsonFormat ? decodeTraceJson(body.toString()) : decodeTraceRequest(body);
    return [...JSON.stringify(decoded).matchAll(/"name":"(canary\d+)"/g)].map(
      ([, name = ""]) => name,
    );
  });
}

/** What {@link createPipeline} gives. */
export interface Pipeline extends Recording {
  /** The requests so far. */
  readonly batches: readonly Buffer[];
}

function settle(): Promise<void> {
  return Promise.resolve();
}
