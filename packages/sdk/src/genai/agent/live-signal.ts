/** The signal, unless it has aborted already: then it ends nothing, and the function tells how it ended. */
export function liveSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  return signal?.aborted === true ? undefined : signal;
}
