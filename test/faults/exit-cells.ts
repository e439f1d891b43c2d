import type { ExitOptions } from "./exit-run.ts";

/** One way for a program to end. */
export interface ExitWay extends Pick<ExitOptions, "mode" | "signals"> {
  readonly name: string;
  /** Spans that are finished by then. */
  readonly spans: number;
}

const SPANS = 20;

/** Every way of exit-source.mjs to end after which its process may still do something. */
export const exitWays: readonly ExitWay[] = [
  way("return"),
  way("exit"),
  way("exit-code-then-exit"),
  way("exit-with-listener", { spans: SPANS + 1 }),
  way("throw"),
  way("reject"),
  way("caught-exception"),
  way("top-level-await"),
  way("works-on", { spans: SPANS + 1 }),
  way("before-exit-listener"),
  // As often as the event comes, which is once.
  way("before-exit-span", { spans: SPANS + 1 }),
  way("idle-timer"),
  way("kill-itself"),
  way("goes-on", { signals: ["SIGTERM"] }),
  way("exit-in-exit"),
  way("throw-in-exit"),
  way("throw-then-exit-in-exit"),
  way("kill-in-exit"),
  way("handler-throws"),
  way("remove-all-listeners"),
  way("remove-exit-listeners"),
  ...(["SIGTERM", "SIGINT", "SIGHUP"] as const).map((signal) =>
    way("open-server", { signals: [signal] }),
  ),
  // The whole group has it, and npm passes it on.
  way("open-server", { signals: ["SIGINT", "SIGINT"] }),
  way("open-server", { signals: ["SIGINT", 5, "SIGINT"] }),
  way("open-server", { signals: ["SIGTERM", 100, "SIGINT"] }),
  way("open-server-again", { signals: ["SIGTERM"] }),
  way("own-handler-closes", { signals: ["SIGTERM"] }),
  way("own-handler-closes", { signals: ["SIGINT"] }),
  way("own-handler-exits", { signals: ["SIGTERM"] }),
  way("own-handler-exits", { signals: ["SIGHUP"] }),
  way("counting-handler", { signals: ["SIGTERM"] }),
  way("worker-return"),
  way("worker-exit"),
  way("worker-throw"),
  way("worker-wait-to-be-killed"),
  way("worker-outlived"),
  way("worker-idle", { signals: ["SIGTERM"] }),
  way("worker-handler-throws"),
  way("worker-exit-in-exit"),
  way("cluster-exit"),
  way("cluster-disconnect"),
  way("cluster-wait-to-be-killed"),
];

/** A way of exit-source.mjs to end, with 20 spans unless it makes more. */
export function way(
  mode: string,
  { signals = [], spans = SPANS }: { signals?: ExitWay["signals"]; spans?: number } = {},
): ExitWay {
  return { name: [mode, ...signals].join(", "), mode, signals, spans };
}
