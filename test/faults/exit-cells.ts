import type { ExitOptions } from "./exit-run.ts";

/** One way for a program to end. */
export interface ExitWay extends Pick<ExitOptions, "mode" | "signal"> {
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
  ...(["SIGTERM", "SIGINT", "SIGHUP"] as const).map((signal) => way("open-server", { signal })),
  way("own-handler-closes", { signal: "SIGTERM" }),
  way("own-handler-closes", { signal: "SIGINT" }),
  way("own-handler-exits", { signal: "SIGTERM" }),
  way("own-handler-exits", { signal: "SIGHUP" }),
  way("counting-handler", { signal: "SIGTERM" }),
  way("worker-return"),
  way("worker-exit"),
  way("worker-throw"),
  way("worker-wait-to-be-killed"),
  way("worker-outlived"),
  way("cluster-exit"),
  way("cluster-disconnect"),
  way("cluster-wait-to-be-killed"),
];

/** A way of exit-source.mjs to end, with 20 spans unless it makes more. */
export function way(
  mode: string,
  { signal, spans = SPANS }: { signal?: NodeJS.Signals; spans?: number } = {},
): ExitWay {
  return { name: signal === undefined ? mode : `${mode}, ${signal}`, mode, signal, spans };
}
