import { guard } from "../guard.ts";

/** Told what becomes of a stream. */
export interface StreamObserver<Chunk> {
  readonly chunk: (chunk: Chunk) => void;
  /** The stream is over; with an argument where it failed. */
  readonly end: (...error: readonly [] | readonly [unknown]) => void;
  /** The reader left before the end, or nobody can read on; the end is told next. */
  readonly left?: (how: "cancelled" | "abandoned") => void;
}

/**
 * The same chunks, seen as the reader takes them; none is taken ahead of it. The end is told once per iterator: after
 * the last chunk, on an error, when the reader stops early, and when a stream is garbage-collected before that.
 */
export function observeStream<Chunk>(
  chunks: AsyncIterable<Chunk>,
  observer: StreamObserver<Chunk>,
): AsyncIterable<Chunk> {
  const seen: AsyncIterable<Chunk> = {
    [Symbol.asyncIterator]: () => {
      abandoned.unregister(seen);
      const iterator = observeIterator(chunks[Symbol.asyncIterator](), observer);
      abandoned.register(iterator, observer);
      return iterator;
    },
  };
  abandoned.register(seen, observer, seen);
  return seen;
}

/** Nobody can read these any more. The observer must not hold what is registered here. */
const abandoned = /* @__PURE__ */ new FinalizationRegistry<StreamObserver<never>>((observer) => {
  guard(() => observer.left?.("abandoned"));
  guard(() => observer.end());
});

function observeIterator<Chunk>(
  iterator: AsyncIterator<Chunk>,
  { chunk, end, left }: StreamObserver<Chunk>,
): AsyncIterableIterator<Chunk> {
  const took = (result: IteratorResult<Chunk>): IteratorResult<Chunk> => {
    guard(() => (result.done === true ? end() : chunk(result.value)));
    return result;
  };
  const failed = (error: unknown): never => {
    guard(() => end(error ?? null));
    throw error;
  };
  const seen: AsyncIterableIterator<Chunk> = {
    next: (...args) => forward(() => iterator.next(...args), took, failed),
    return: (value) => {
      guard(() => left?.("cancelled"));
      guard(() => end());
      return iterator.return?.(value) ?? Promise.resolve({ done: true, value });
    },
    throw: async (error) => {
      guard(() => end(error ?? null));
      if (iterator.throw === undefined) throw error;
      return iterator.throw(error);
    },
    [Symbol.asyncIterator]: () => seen,
  };
  return seen;
}

/** Also for iterators that answer without a promise or throw at once. */
async function forward<T>(
  take: () => Promise<T>,
  took: (result: T) => T,
  failed: (error: unknown) => never,
): Promise<T> {
  let result: T;
  try {
    result = await take();
  } catch (error) {
    return failed(error);
  }
  return took(result);
}
