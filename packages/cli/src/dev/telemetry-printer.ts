import { signals } from "../otlp/signal.ts";
import type { Signal } from "../otlp/signal.ts";
import { readTrace } from "../store/read-trace.ts";
import type { Store } from "../store/store.ts";
import { plural } from "../view/format.ts";
import { traceToJson } from "../view/json.ts";
import { renderTrace } from "../view/render.ts";
import type { ReadyTrace } from "../view/watch-traces.ts";
import type { Output } from "../terminal/output.ts";

/** Prints what arrives. */
export interface TelemetryPrinter {
  onReady(trace: ReadyTrace): void;
  onReceived(signal: Signal, count: number): void;
  onDropped(signal: Signal, count: number): void;
  /** The closing line: what was received. */
  close(): void;
}

/** Options of {@link createTelemetryPrinter}. */
export interface PrinterOptions {
  /** Where traces go. */
  traces: Output;
  /** Where everything else goes. */
  notes: Output;
  json: boolean;
  /** Told after a trace was printed. */
  onPrinted: (traceId: string) => void;
}

/** Prints finished traces as trees or JSON, other signals as one line each when they first come. */
export function createTelemetryPrinter(
  getStore: () => Store,
  { traces, notes, json, onPrinted }: PrinterOptions,
): TelemetryPrinter {
  const received: Record<Signal, number> = { traces: 0, metrics: 0, logs: 0 };
  const dropped: Record<Signal, number> = { traces: 0, metrics: 0, logs: 0 };
  const note = (text: string): void => notes.write([notes.style("dim", text)]);
  return {
    onReady({ traceId, spanIds, state }) {
      const spans = readTrace(getStore(), traceId).filter(({ spanId }) => spanIds.has(spanId));
      if (spans.length === 0) return;
      const view = { traceId, spans, state };
      const options = { width: traces.width(), style: traces.style };
      traces.write(json ? [traceToJson(view)] : ["", ...renderTrace(view, options)]);
      onPrinted(traceId);
    },
    onReceived(signal, count) {
      if (received[signal] === 0 && signal !== "traces") note(`· first ${signal} received`);
      received[signal] += count;
    },
    onDropped(signal, count) {
      if (dropped[signal] === 0) {
        const what = signal === "traces" ? `traces (${plural(count, "span")})` : signal;
        note(`· memory limit reached: the oldest ${what} were dropped. See --max-spans.`);
      }
      dropped[signal] += count;
    },
    close() {
      const counts = signals.map((signal) => plural(received[signal], nouns[signal]));
      const lost = signals
        .filter((signal) => dropped[signal] > 0)
        .map((signal) => `${plural(dropped[signal], nouns[signal])} no longer kept`);
      notes.write(["", notes.style("dim", `· received ${[...counts, ...lost].join(", ")}`)]);
    },
  };
}

const nouns = { traces: "span", metrics: "data point", logs: "log record" } as const;
