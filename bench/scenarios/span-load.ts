/** Spans of one window. */
export const SPANS = 20_000;
/** Spans between two pauses: a quarter of the queue that the specification gives by default. */
export const CHUNK = 500;
/** At 20,000 spans a second nobody's queue overflows, so that everybody does the whole work. */
export const PAUSE_MS = 25;
