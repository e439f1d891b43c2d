import type { RunningCommand } from "./run-command.ts";

/** The signals that ask us to end. */
export interface SignalReceiver {
  /** Resolves with the first signal. */
  next(): Promise<NodeJS.Signals>;
  /** Passes signals to the command from now on, and at once the one that came before it was there. */
  forwardTo(command: RunningCommand): void;
  /** Restores what signals did before. */
  close(): void;
}

/**
 * Takes SIGINT, SIGTERM and SIGHUP. On a terminal, Ctrl-C (SIGINT) and hanging up (SIGHUP) reach the command directly,
 * as it is in our process group, and are not sent again: many programs end at once, without cleaning up, at the second.
 * A parent with an IPC channel that goes away, however it ended, counts as SIGTERM: nobody else would stop us.
 */
export function receiveSignals(
  onTerminal: boolean = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY,
): SignalReceiver {
  const first = Promise.withResolvers<NodeJS.Signals>();
  let command: RunningCommand | undefined;
  let earlier: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    first.resolve(signal);
    if (command === undefined) earlier = signal;
    if (onTerminal && signal !== "SIGTERM") return;
    command?.signal(signal);
  };
  const onDisconnect = (): void => onSignal("SIGTERM");
  for (const signal of received) process.on(signal, onSignal);
  process.on("disconnect", onDisconnect);
  return {
    next: () => first.promise,
    forwardTo(running) {
      command = running;
      if (earlier !== undefined) running.signal(earlier);
    },
    close() {
      for (const signal of received) process.off(signal, onSignal);
      process.off("disconnect", onDisconnect);
    },
  };
}

const received = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
