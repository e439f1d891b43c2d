import type { Tracer, TracerOptions, TracerProvider } from "@opentelemetry/api";
import type { IdGenerator, Sampler, SpanProcessor } from "@opentelemetry/sdk-trace";
import type { Ledger } from "../export/ledger.ts";
import { type EndHook, runEndHooks } from "./end-hooks.ts";
import { createIdSource } from "./id-source.ts";
import type { SpanLimits } from "./limits.ts";
import { createProcessors, type Processors } from "./processors.ts";
import { fail } from "./quiet-diag.ts";
import { createResourceView, type ResourceSource } from "./resource-view.ts";
import { createScope, type Scope, scopeKey } from "./scope.ts";
import type { RecordedSpan, SpanEnd } from "./span.ts";
import type { SpanSink } from "./span-sink.ts";
import type { TracerParts } from "./start-span.ts";
import { createTracer } from "./tracer.ts";

/** What a tracer provider is made of. */
export interface TracerProviderParts {
  /** Who produces the spans; read again for every request, since more may become known. */
  readonly resource: ResourceSource;
  /** Ours (`createSampler`) or any of upstream's interface. */
  readonly sampler: Sampler;
  readonly limits: SpanLimits;
  readonly ledger: Ledger;
  /** The users' processors, called in order; each sees what the end hooks left. @default none */
  readonly processors?: readonly SpanProcessor[];
  /** May change each span once it has ended. @default none */
  readonly endHooks?: readonly EndHook[];
  /** Where sampled spans go. @default nowhere: the processors are all there is */
  readonly sink?: SpanSink;
  /** @default random ids */
  readonly idGenerator?: IdGenerator;
}

/** The native tracer provider: what `@opentelemetry/api` asks for, and its life cycle. */
export interface NativeTracerProvider extends TracerProvider {
  /** Settles when every ended span has been delivered or given up; never rejects. At most 30 s for the processors. */
  forceFlush(): Promise<void>;
  /** As {@link forceFlush}; spans record nothing afterwards. Idempotent. */
  shutdown(): Promise<void>;
  /** Spans started so far, and the recorded ones among them that have not ended. */
  spanCounts(): { readonly started: number; readonly live: number };
}

/**
 * Creates the tracer provider; registers nothing.
 * https://opentelemetry.io/docs/specs/otel/trace/sdk/#tracer-provider
 */
export function createTracerProvider(parts: TracerProviderParts): NativeTracerProvider {
  return new Provider(parts);
}

/** Upstream's limit for processors. */
const PROCESSORS_MS = 30_000;
/** Tracers named after requests or users would otherwise be kept for ever. */
const MAX_TRACERS = 1000;

class Provider implements NativeTracerProvider {
  readonly #tracers = new Map<string, Tracer>();
  readonly #parts: TracerParts;
  readonly #processors: Processors;
  readonly #pipeline: Pipeline;
  readonly #sink: SpanSink | undefined;
  #ending: Promise<void> | undefined;

  constructor(parts: TracerProviderParts) {
    const { limits, sampler, resource, processors = [], endHooks = [], sink, ledger } = parts;
    this.#processors = createProcessors(processors);
    this.#sink = sink;
    this.#pipeline = new Pipeline({ processors: this.#processors, endHooks, sink, ledger });
    this.#parts = {
      sampler,
      limits,
      ids: createIdSource(parts.idGenerator),
      processors: this.#processors,
      resource: createResourceView(resource),
      onEnd: this.#pipeline,
      isRunning: true,
      started: 0,
      recorded: 0,
    };
  }

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    const scope = readScope(name, version, options);
    const key = scopeKey(scope);
    const known = this.#tracers.get(key);
    if (known !== undefined) return known;
    const tracer = createTracer(scope, this.#parts);
    if (this.#tracers.size < MAX_TRACERS) this.#tracers.set(key, tracer);
    return tracer;
  }

  async forceFlush(): Promise<void> {
    await Promise.all([
      this.#processors.forceFlush({ timeoutMs: PROCESSORS_MS }),
      this.#sink?.flush(),
    ]);
  }

  spanCounts(): { readonly started: number; readonly live: number } {
    const { started, recorded } = this.#parts;
    return { started, live: recorded - this.#pipeline.count };
  }

  shutdown(): Promise<void> {
    this.#parts.isRunning = false;
    return (this.#ending ??= this.#shutdown());
  }

  async #shutdown(): Promise<void> {
    await Promise.all([
      this.#processors.shutdown({ timeoutMs: PROCESSORS_MS }),
      this.#sink?.shutdown(),
    ]);
  }
}

function readScope(name: unknown, version: unknown, options: unknown): Scope {
  try {
    return createScope(name, version, options);
  } catch (error) {
    fail("The options of getTracer() could not be read and are ignored.", error);
    return createScope(name, version, undefined);
  }
}

interface PipelineParts {
  readonly processors: Processors;
  readonly endHooks: readonly EndHook[];
  readonly sink: SpanSink | undefined;
  readonly ledger: Ledger;
}

/** The way of a span from its end to the processors and the encoder. */
class Pipeline implements SpanEnd {
  /** Spans that have ended. */
  count = 0;
  readonly #parts: PipelineParts;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  ending(span: RecordedSpan): void {
    const { processors } = this.#parts;
    if (!processors.isEmpty) processors.onEnding(span);
  }

  ended(span: RecordedSpan): void {
    this.count += 1;
    const { processors, endHooks, sink, ledger } = this.#parts;
    const isSent = sink !== undefined && (span.traceFlags & 1) === 1;
    if (endHooks.length > 0) {
      const outcome = runEndHooks(endHooks, span);
      if (outcome !== "keep") {
        if (outcome === "failed" && isSent) {
          ledger.made("traces");
          ledger.dropped("traces", 1, "encoding");
        }
        return;
      }
    }
    if (!processors.isEmpty) processors.onEnd(span);
    if (isSent) sink.add(span);
  }
}
