import { createDelivery } from "../delivery.ts";
import type { Batch } from "../batch.ts";
import { createEncodedBatches, type EncodedRequest } from "../encoded-batch.ts";
import { createTransport } from "../transport/create-transport.ts";
import { type Call, recordCalls } from "./calls.ts";
import type { LastOutcome, LastRequest, LastTarget } from "./request.ts";

/** Sends what a process that ends has left; runs in a thread of its own. Settles in time and never rejects. */
export async function sendLast(request: LastRequest): Promise<readonly LastOutcome[]> {
  return await Promise.all(request.targets.map((target) => sendTo(target, request)));
}

/** For the answer to get back. */
const ANSWER_MS = 100;

async function sendTo(
  { config, batches }: LastTarget,
  { proxies, until }: LastRequest,
): Promise<LastOutcome> {
  const calls: Call[] = [];
  try {
    const transport = createTransport(config, proxies);
    const delivery = createDelivery({ transport, ...recordCalls(calls) });
    for (const batch of batches)
      for (const part of createEncodedBatches(batch, Infinity)) delivery.accept(part);
    await delivery.finish({ timeoutMs: Math.max(0, until - Date.now() - ANSWER_MS) });
    return { calls, left: delivery.takeRest().batches.map(encode) };
  } catch {
    // The process had a transport like this before; a file that it was made of may be gone.
    return { calls, left: batches };
  }
}

function encode({ signal, items, contentType, body }: Batch): EncodedRequest {
  return { signal, items, contentType, bytes: Buffer.concat(body) };
}
