/**
 * Calls `end` when nobody can use the object any more. `end` must not refer to the object, or it would live for good.
 */
export function whenCollected(object: object, end: () => void): void {
  registry.register(object, end);
}

const registry = new FinalizationRegistry<() => void>((end) => end());
