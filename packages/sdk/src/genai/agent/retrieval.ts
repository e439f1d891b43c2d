import { retrieval as retrievalOperation } from "@agent-otel/semconv-genai";
import type { GenAiProviderName, RetrievalDocuments } from "@agent-otel/semconv-genai";
import { given } from "./given.ts";
import { liveSignal } from "./live-signal.ts";
import { runIn } from "./run-in.ts";

/** What {@link retrieval} records about a search. */
export interface RetrievalOptions {
  /** Identifier of what is searched; part of the span name, so one of few. */
  readonly dataSource?: string | undefined;
  /** Number of documents asked for. */
  readonly topK?: number | undefined;
  /** Model that makes vectors of the question, where there is one. */
  readonly model?: string | undefined;
  readonly provider?: GenAiProviderName | undefined;
  /** Host name and port of the store, where it is another process. */
  readonly server?: { readonly address: string; readonly port?: number | undefined } | undefined;
  /** What is searched for. Recorded only where contents are captured. */
  readonly query?: string | undefined;
  /** Ends the span as cancelled when it aborts; what `run` does then is its own affair. */
  readonly signal?: AbortSignal | undefined;
}

/** A running search. */
export interface RetrievalRun {
  /** Tells what was found; `read` is only called where contents are captured. */
  documents(read: () => RetrievalDocuments): void;
}

/**
 * Runs a search for documents inside a span `retrieval {dataSource}` and records its duration. In an agent run its time
 * is tool time.
 *
 * @returns What `run` returns, in kind too: a value at once, a promise, or a generator, whose steps are part of the search.
 * @throws What `run` throws, the same object; the span then has an error status and the error's class.
 */
export function retrieval<T>(
  options: RetrievalOptions,
  run: (search: RetrievalRun) => PromiseLike<T>,
): Promise<T>;
export function retrieval<T>(options: RetrievalOptions, run: (search: RetrievalRun) => T): T;
export function retrieval<T>(options: RetrievalOptions, run: (search: RetrievalRun) => T): T {
  const about = given(options);
  const operation = retrievalOperation.start({
    "gen_ai.data_source.id": about.dataSource,
    "gen_ai.retrieval.top_k": about.topK,
    "gen_ai.request.model": about.model,
    "gen_ai.provider.name": about.provider,
    "server.address": about.server?.address,
    "server.port": about.server?.port,
    "gen_ai.retrieval.query.text": about.query,
    options: { signal: liveSignal(about.signal) },
  });
  const search: RetrievalRun = {
    documents: (read) => operation.content("gen_ai.retrieval.documents", read),
  };
  return runIn(operation, () => run(search));
}
