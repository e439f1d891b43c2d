/**
 * Ties the life of this child process to its parent: `end` runs once, when the parent closes our standard input. The
 * system closes it also when the parent is killed, so no child is left behind.
 *
 * Ctrl-C in a terminal reaches children as well. It is left to the parent, which may still need an answer from here
 * while it finishes its requests.
 */
export function liveWithParent(end: () => void): void {
  let ended = false;
  const endOnce = (): void => {
    if (ended) return;
    ended = true;
    end();
    process.stdin.destroy();
  };
  process.stdin.once("end", endOnce).once("error", endOnce).resume();
  process.once("SIGTERM", endOnce);
  process.on("SIGINT", () => undefined);
}
