import type { Span } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { createLedger, type Ledger } from "../export/ledger.ts";
import { defaultSpanLimits, type SpanLimits } from "./limits.ts";
import type { ReadableSpanView } from "./readable-span.ts";
import { createSampler } from "./samplers.ts";
import {
  createTracerProvider,
  type NativeTracerProvider,
  type TracerProviderParts,
} from "./tracer-provider.ts";

/** A provider whose sampled spans are kept. */
export interface Recording {
  readonly provider: NativeTracerProvider;
  readonly ledger: Ledger;
  /** The ended, sampled spans. */
  readonly spans: readonly ReadableSpanView[];
  /** The only span; throws when there are more or fewer. */
  readonly only: () => ReadableSpanView;
}

/** Creates a provider that samples everything, but for what `parts` says. */
export function createRecording(parts: Partial<TracerProviderParts> = {}): Recording {
  const ledger = parts.ledger ?? createLedger();
  const spans: ReadableSpanView[] = [];
  const provider = createTracerProvider({
    resource: { attributes: { "service.name": "test" } },
    sampler: createSampler({ ratio: 1, parentBased: true }),
    limits: defaultSpanLimits,
    ledger,
    sink: {
      add: (span) => spans.push(span),
      flush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
    ...parts,
  });
  return {
    provider,
    ledger,
    spans,
    only: () => {
      const [span] = spans;
      if (span === undefined || spans.length > 1) throw new Error(`${spans.length} spans`);
      return span;
    },
  };
}

/** A processor of which the given methods do something. */
export function createProcessor(methods: Partial<SpanProcessor>): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: () => undefined,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
    ...methods,
  };
}

/** Records one span, made by `act`. */
export function recordSpan(
  act: (span: Span) => unknown,
  limits: Partial<SpanLimits> = {},
): ReadableSpanView {
  const recording = createRecording({ limits: { ...defaultSpanLimits, ...limits } });
  const span = recording.provider.getTracer("test").startSpan("a");
  act(span);
  span.end();
  return recording.only();
}
