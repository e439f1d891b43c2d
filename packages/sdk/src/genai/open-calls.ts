import type { Engine } from "../engine.ts";

/**
 * Notes a call to a model that is under way, so that its span is ended with the process, should nothing else end it: a
 * stream that nobody reads keeps no process alive.
 *
 * @param end Ends the call; it may come after the call has ended.
 * @returns A function that takes the note back.
 */
export function noteOpenCall(end: () => void): () => void {
  open.add(end);
  return () => void open.delete(end);
}

/** The engine, which ends the calls that are still open before it sends its last telemetry. */
export function endingOpenCalls(engine: Engine): Engine {
  const { gather, settleRest } = engine;
  return {
    ...engine,
    // Asked of the engine each time.
    get hasNews() {
      return open.size > 0 || engine.hasNews;
    },
    get endNeeds() {
      return engine.endNeeds;
    },
    ...(gather === undefined
      ? {}
      : {
          gather() {
            endOpenCalls();
            gather();
          },
        }),
    finish(patience) {
      endOpenCalls();
      return engine.finish(patience);
    },
    shutdown(patience) {
      endOpenCalls();
      return engine.shutdown(patience);
    },
    ...(settleRest === undefined
      ? {}
      : {
          settleRest(patience) {
            endOpenCalls();
            settleRest(patience);
          },
        }),
  };
}

const open = new Set<() => void>();

function endOpenCalls(): void {
  for (const end of open) end();
  open.clear();
}
