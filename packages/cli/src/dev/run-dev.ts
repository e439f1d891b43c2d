import { PortError } from "../backend/choose-port.ts";
import { isLoopback } from "../backend/loopback.ts";
import { startBackend } from "../backend/start.ts";
import type { Backend } from "../backend/start.ts";
import { createStore } from "../store/store.ts";
import type { Store } from "../store/store.ts";
import { watchTraces } from "../view/watch-traces.ts";
import type { TraceWatch } from "../view/watch-traces.ts";
import { childEnvironment } from "./child-environment.ts";
import type { DevOptions } from "./options.ts";
import { createOutput } from "../terminal/output.ts";
import type { Output } from "../terminal/output.ts";
import { runCommand } from "./run-command.ts";
import { notifyParent } from "./notify-parent.ts";
import { createQuiet } from "./quiet.ts";
import type { Quiet } from "./quiet.ts";
import { receiveSignals } from "./receive-signals.ts";
import type { SignalReceiver } from "./receive-signals.ts";
import { startLines } from "./start-lines.ts";
import { createTelemetryPrinter } from "./telemetry-printer.ts";
import type { TelemetryPrinter } from "./telemetry-printer.ts";

/**
 * Runs `agent-otel dev`: receives telemetry and prints it until the command ends, or until a signal comes where there
 * is no command. Resolves to the exit code.
 */
export async function runDev(options: DevOptions): Promise<number> {
  // The command's standard output belongs to the command, unless JSON on it was asked for.
  const notes = createOutput(process.stderr);
  const traces =
    options.json || options.command.length === 0 ? createOutput(process.stdout) : notes;
  const parts = assemble(options, { notes, traces });
  // From the first line on, lest a signal that comes while the ports are opened ends it in the middle.
  const signals = receiveSignals();
  try {
    const { host, ports } = options;
    const backend = await startBackend({ host, ports: reserve(ports), store: parts.store });
    const lines = startLines({ ...options, bound: backend.ports, style: notes.style });
    notes.write(lines);
    notifyParent({ type: "ready", ports: backend.ports });
    try {
      return await runUntilEnd(options, { ...parts, signals, backend, notes });
    } finally {
      await backend.close();
    }
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    notes.write([`agent-otel: ${error.message}`]);
    return 1;
  } finally {
    signals.close();
    parts.watch.close();
    parts.store.close();
  }
}

/** Characters of JSON per signal: 256 MiB. */
const maxBytes = 256 * 2 ** 20;
/** How long nothing must have come after the command's end, and the longest wait for that. */
const lastQuietMs = 300;
const lastDeadlineMs = 3_000;

interface Parts {
  store: Store;
  watch: TraceWatch;
  printer: TelemetryPrinter;
  quiet: Quiet;
}

function assemble(
  { json, maxSpans }: DevOptions,
  { notes, traces }: { notes: Output; traces: Output },
): Parts {
  const quiet = createQuiet();
  const printer = createTelemetryPrinter(() => store, {
    traces,
    notes,
    json,
    onPrinted: notifyPrinted,
  });
  const watch = watchTraces({ onReady: (trace) => printer.onReady(trace) });
  const store = createStore(
    { maxSpans, maxBytes },
    {
      onSpans: (spans) => watch.add(spans),
      onDropped: (signal, count) => printer.onDropped(signal, count),
      onReceived(signal, count) {
        quiet.touch();
        printer.onReceived(signal, count);
      },
    },
  );
  return { store, watch, printer, quiet };
}

function notifyPrinted(traceId: string): void {
  notifyParent({ type: "trace", traceId });
}

function reserve(ports: DevOptions["ports"]): DevOptions["ports"] {
  const reserved = Object.values(ports).map(({ port }) => port);
  const { grpc, http, tempo } = ports;
  return {
    grpc: { ...grpc, reserved },
    http: { ...http, reserved },
    tempo: { ...tempo, reserved },
  };
}

interface Running extends Parts {
  signals: SignalReceiver;
  backend: Backend;
  notes: Output;
}

async function runUntilEnd(
  { command, host }: DevOptions,
  { signals, backend, watch, printer, quiet, notes }: Running,
): Promise<number> {
  try {
    if (command.length === 0) {
      await signals.next();
      return 0;
    }
    const { ports } = backend;
    const at = isLoopback(host) ? formatHost(host) : "127.0.0.1";
    const { env, notes: warnings } = childEnvironment(process.env, {
      grpc: `http://${at}:${ports.grpc}`,
      http: `http://${at}:${ports.http}`,
    });
    const onProblem = (message: string): void => notes.write([`agent-otel: ${message}`]);
    warnings.forEach(onProblem);
    const running = runCommand(command, { env, onProblem });
    signals.forwardTo(running);
    const code = await running.exitCode;
    await quiet.wait({ quietMs: lastQuietMs, deadlineMs: lastDeadlineMs });
    return code;
  } finally {
    watch.flush();
    printer.close();
  }
}

function formatHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
