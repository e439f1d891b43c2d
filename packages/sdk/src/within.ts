/** Settles with `work`, or after `timeoutMs`; keeps the process alive until then. Rejects when `work` does first. */
export async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  const { promise: deadline, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
