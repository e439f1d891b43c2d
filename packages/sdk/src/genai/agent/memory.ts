import { memory as memoryOperation } from "@agent-otel/semconv-genai";
import type { GenAiProviderName, MemoryRecords } from "@agent-otel/semconv-genai";
import { given } from "./given.ts";
import { liveSignal } from "./live-signal.ts";
import { runIn } from "./run-in.ts";

/** What {@link memory} records about an operation. */
export interface MemoryOptions {
  /** What is done; the name of the span. */
  readonly operation:
    | "create_memory_store"
    | "search_memory"
    | "create_memory"
    | "update_memory"
    | "upsert_memory"
    | "delete_memory"
    | "delete_memory_store";
  /** Identifier of the memory. */
  readonly store?: string | undefined;
  /** Identifier of the record, where it is about one. */
  readonly record?: string | undefined;
  readonly provider?: GenAiProviderName | undefined;
  /** Host name and port of the store. @default the memory is in this process: the span is INTERNAL */
  readonly server?: { readonly address: string; readonly port?: number | undefined } | undefined;
  /** What is searched for. Recorded only where contents are captured. */
  readonly query?: string | undefined;
  /** Ends the span as cancelled when it aborts; what `run` does then is its own affair. */
  readonly signal?: AbortSignal | undefined;
}

/** A running operation on a memory. */
export interface MemoryRun {
  /** Tells how many records were found or changed. */
  count(records: number): void;
  /** Tells the records; `read` is only called where contents are captured. */
  records(read: () => MemoryRecords): void;
}

/**
 * Runs an operation on an agent's memory inside a span `{operation}` and records its duration. In an agent run its time
 * is tool time.
 *
 * @returns What `run` returns, in kind too: a value at once, a promise, or a generator, whose steps are part of it.
 * @throws What `run` throws, the same object; the span then has an error status and the error's class.
 */
export function memory<T>(
  options: MemoryOptions,
  run: (memory: MemoryRun) => PromiseLike<T>,
): Promise<T>;
export function memory<T>(options: MemoryOptions, run: (memory: MemoryRun) => T): T;
export function memory<T>(options: MemoryOptions, run: (memory: MemoryRun) => T): T {
  const about = given(options);
  const operation = memoryOperation.start({
    "gen_ai.operation.name": about.operation ?? "search_memory",
    "gen_ai.memory.store.id": about.store,
    "gen_ai.memory.record.id": about.record,
    "gen_ai.provider.name": about.provider,
    "server.address": about.server?.address,
    "server.port": about.server?.port,
    "gen_ai.memory.query.text": about.query,
    options: {
      signal: liveSignal(about.signal),
      kind: about.server === undefined ? "internal" : "client",
    },
  });
  const running: MemoryRun = {
    count: (records) => operation.set({ "gen_ai.memory.record.count": records }),
    records: (read) => operation.content("gen_ai.memory.records", read),
  };
  return runIn(operation, () => run(running));
}
