import type { NewSpan } from "../store/insert.ts";

/** A trace that is ready to be shown. */
export interface ReadyTrace {
  traceId: string;
  /** The ids of the spans that were not shown before. */
  spanIds: ReadonlySet<string>;
  state: "finished" | "late" | "unfinished";
}

/** Decides when traces are shown. */
export interface TraceWatch {
  /** Spans that arrived. */
  add(spans: readonly NewSpan[]): void;
  /** Shows what is still waiting, finished or not. */
  flush(): void;
  /** Forgets what is waiting. */
  close(): void;
}

/** Options of {@link watchTraces}; times in milliseconds. */
export interface WatchOptions {
  onReady: (trace: ReadyTrace) => void;
  /** How long nothing new came of a trace whose root ended. @default 300 */
  quietMs?: number;
  /** The same where the root's parent is in another process, which may still report it. @default 1000 */
  remoteQuietMs?: number;
  /** The same where the root is missing: it runs on, or its process died. @default 30000 */
  missingRootMs?: number;
}

/** Collects the spans of each trace until its root has ended and nothing more came for a while. */
export function watchTraces({
  onReady,
  quietMs = 300,
  remoteQuietMs = 1_000,
  missingRootMs = 30_000,
}: WatchOptions): TraceWatch {
  const waiting = new Map<string, WaitingTrace>();
  const shown = new Map<string, { finished: boolean }>();
  const waits = { root: quietMs, "remote-root": remoteQuietMs, "no-root": missingRootMs };
  const show = (trace: WaitingTrace): void => {
    clearTimeout(trace.timer);
    waiting.delete(trace.traceId);
    const before = shown.get(trace.traceId)?.finished ?? false;
    const finished = trace.root !== "no-root";
    remember(shown, trace.traceId, before || finished);
    const state = before ? "late" : finished ? "finished" : "unfinished";
    onReady({ traceId: trace.traceId, spanIds: new Set(trace.spans.keys()), state });
  };
  return {
    add(spans) {
      for (const [traceId, group] of Map.groupBy(spans, (span) => span.traceId)) {
        const trace = waiting.get(traceId) ?? newTrace(traceId);
        waiting.set(traceId, trace);
        for (const span of group) trace.spans.set(span.spanId, span);
        trace.root = findRoot(trace.spans);
        clearTimeout(trace.timer);
        const wait = shown.get(traceId)?.finished === true ? quietMs : waits[trace.root];
        trace.timer = setTimeout(show, wait, trace);
      }
    },
    flush: () => [...waiting.values()].forEach(show),
    close() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

interface WaitingTrace {
  traceId: string;
  spans: Map<string, NewSpan>;
  root: "root" | "remote-root" | "no-root";
  timer: NodeJS.Timeout | undefined;
}

const rememberedTraces = 10_000;
// Bits of the span flags of OTLP: whether the parent's remoteness is known, and whether it is remote.
const hasIsRemote = 0x1_00;
const isRemote = 0x2_00;
const serverKind = 2;
const consumerKind = 5;

function newTrace(traceId: string): WaitingTrace {
  return { traceId, spans: new Map(), root: "no-root", timer: undefined };
}

function remember(
  shown: Map<string, { finished: boolean }>,
  traceId: string,
  finished: boolean,
): void {
  shown.delete(traceId);
  shown.set(traceId, { finished });
  const [oldest] = shown.keys();
  if (shown.size > rememberedTraces && oldest !== undefined) shown.delete(oldest);
}

function findRoot(spans: ReadonlyMap<string, NewSpan>): WaitingTrace["root"] {
  let remote = false;
  for (const span of spans.values()) {
    if (span.parentSpanId === "") return "root";
    if (!spans.has(span.parentSpanId) && hasRemoteParent(span)) remote = true;
  }
  return remote ? "remote-root" : "no-root";
}

/** Senders that do not say it are judged by the kind of the span. */
function hasRemoteParent({ flags, kind }: NewSpan): boolean {
  if ((flags & hasIsRemote) !== 0) return (flags & isRemote) !== 0;
  return kind === serverKind || kind === consumerKind;
}
