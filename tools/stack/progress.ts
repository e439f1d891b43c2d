import type { WriteStream } from "node:tty";

/** Shows that work goes on, and what it is. */
export interface Progress {
  /** Begins a step; the one before is thereby over. */
  step(title: string): void;
  /** What the step is at right now. */
  detail(text: string): void;
  /** A line that stays. */
  note(line: string): void;
  /** Ends the last step and gives the terminal line back. */
  end(): void;
}

/** Where progress is written; `process.stderr`, or a stand-in. */
export type ProgressStream = Pick<WriteStream, "write"> & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** Pace of the live line on a terminal, and of the sign of life elsewhere. */
const LIVE_MS = 200;
const PLAIN_MS = 15_000;
const CLEAR = "\r\u001B[2K";

/**
 * Progress with the elapsed time: one line that is rewritten on a terminal; elsewhere (CI, a file)
 * a plain line for each step, and one every 15 s while a step lasts.
 */
export function createProgress(stream: ProgressStream): Progress {
  const live = stream.isTTY === true;
  let current: { readonly title: string; readonly began: number; detail: string } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const line = (): string => {
    if (current === undefined) return "";
    const detail = current.detail === "" ? "" : ` · ${current.detail}`;
    return `${current.title} · ${elapsed(performance.now() - current.began)}${detail}`;
  };
  const draw = (): void => {
    const text = live ? CLEAR + line().slice(0, (stream.columns ?? 80) - 1) : `${line()}\n`;
    stream.write(text);
  };
  const end = (): void => {
    clearInterval(timer);
    if (live && current !== undefined) stream.write(CLEAR);
    current = undefined;
  };
  return {
    step(title) {
      end();
      current = { title, began: performance.now(), detail: "" };
      if (live) draw();
      else stream.write(`${title}\n`);
      timer = setInterval(draw, live ? LIVE_MS : PLAIN_MS);
      timer.unref();
    },
    detail(text) {
      if (current !== undefined) current.detail = text;
    },
    note(text) {
      if (live && current !== undefined) stream.write(CLEAR);
      stream.write(`${text}\n`);
    },
    end,
  };
}

/** Elapsed time as `12 s` or `3:05 min`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
}
