/** What every kind of load needs to know. */
export interface LoadOptions {
  /** The application's port on the loopback interface. */
  readonly port: number;
  readonly path: string;
  readonly durationMs: number;
  /** Ends the load early, which then rejects. */
  readonly signal: AbortSignal;
}
