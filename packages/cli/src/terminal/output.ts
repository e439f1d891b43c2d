import { styleText } from "node:util";
import type { Style } from "../view/render.ts";

/** Where lines go. */
export interface Output {
  /** Columns of the terminal, 80 elsewhere. */
  width(): number;
  style: Style;
  /** Writes whole lines at once, so that they do not mix with the command's. */
  write(lines: readonly string[]): void;
}

/** Lines on a standard stream; colours only on a terminal (and as NO_COLOR and FORCE_COLOR say). */
export function createOutput(stream: NodeJS.WriteStream): Output {
  let broken = false;
  stream.on("error", () => {
    // The reader went away (EPIPE, or EIO after the terminal was closed): the rest has nowhere to go.
    broken = true;
  });
  return {
    width: () => (stream.isTTY && stream.columns > 0 ? stream.columns : 80),
    style: (format, text) => (text === "" ? "" : styleText(format, text, { stream })),
    write(lines) {
      if (!broken && lines.length > 0) stream.write(`${lines.join("\n")}\n`);
    },
  };
}
