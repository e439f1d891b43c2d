/**
 * On a span of a call to a model whose answer was not read to its end: why. What a provider tells at the end, such as
 * usage, may be missing there.
 *
 * - `unread`: nobody began to read it, until it was collected as garbage or its time was up.
 * - `left`: the reader stopped early, as `break` does.
 * - `dropped`: the reader stopped in the middle and left it open, until it was collected or its time was up.
 * - `process_end`: the process ended first.
 */
export const ATTR_INCOMPLETE = "agent_otel.genai.incomplete";

/** Value of {@link ATTR_INCOMPLETE}. */
export type Incomplete = "unread" | "left" | "dropped" | "process_end";
