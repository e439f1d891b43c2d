/**
 * Calls `listener` when the process exits, after the application's own listeners of that event: they may still record
 * something. One that is added in the very turn in which the process exits comes later.
 */
export function onExitLast(listener: () => void): void {
  let moves = false;
  process.on("exit", listener);
  process.on("newListener", (name, added) => {
    if (name !== "exit" || added === listener || moves) return;
    moves = true;
    queueMicrotask(() => {
      moves = false;
      process.off("exit", listener);
      process.on("exit", listener);
    });
  });
}
