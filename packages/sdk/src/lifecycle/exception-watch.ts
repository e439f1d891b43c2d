/**
 * Calls `onDeath` when a listener of `uncaughtException` throws: Node.js ends the process then, with exit code 7, without
 * an `exit` event. Returns what must be called for every exception that nobody caught, before its listeners are.
 *
 * Only for the moment of such an exception, and only when somebody listens, the capture callback is ours: it does what
 * Node.js does without one, and is gone before the listeners are called. An application with a callback of its own (a
 * domain has one) keeps it.
 */
export function watchThrowingHandlers(onDeath: () => void): ExceptionListener {
  return (_error, origin) => {
    if (process.listenerCount("uncaughtException") === 0) return;
    if (process.hasUncaughtExceptionCaptureCallback()) return;
    process.setUncaughtExceptionCaptureCallback((error) => {
      process.setUncaughtExceptionCaptureCallback(null);
      let hasReturned = false;
      // Not caught and thrown again: that would be another place for Node.js to print.
      try {
        const isHeard = events.emit("uncaughtException", error, origin);
        // Whoever listened has gone in the meantime: then it is as if nobody ever had.
        if (!isHeard) throw error;
        hasReturned = true;
      } finally {
        if (!hasReturned) onDeath();
      }
    });
  };
}

/** With its events by name only: the types of its own `emit` do not know this one. */
const events: NodeJS.EventEmitter = process;

/** A listener of `uncaughtExceptionMonitor`. */
export type ExceptionListener = (error: Error, origin: NodeJS.UncaughtExceptionOrigin) => void;
