/** The part of a provider that its engine needs. */
export interface SignalProvider {
  /** Sends what is finished. Settles when it has been sent or given up. */
  forceFlush(): Promise<void>;
  /** As {@link forceFlush}, and records nothing afterwards. Idempotent. */
  shutdown(): Promise<void>;
}
