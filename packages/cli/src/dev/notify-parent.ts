/** What a process that started us with an IPC channel is told. */
export type ParentMessage =
  | { type: "ready"; ports: Readonly<Record<"grpc" | "http" | "tempo", number>> }
  /** A trace was printed. */
  | { type: "trace"; traceId: string };

/** Tells the parent process, if it listens. */
export function notifyParent(message: ParentMessage): void {
  if (!process.connected) return;
  process.send?.(message, undefined, {}, () => {
    // A parent that closes its end while we write does not want to know any more.
  });
}
