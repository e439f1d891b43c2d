import { guard } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import { diag } from "@opentelemetry/api";
import { fields } from "../fields.ts";
import type { StreamReader } from "./api.ts";
import { whenCollected } from "./when-collected.ts";

/** The parts of the client's `Stream` that are used here. */
export interface ApiStream {
  /** Makes the one iterator over the chunks; `tee()` and `toReadableStream()` go through it as well. */
  iterator: () => AsyncIterator<unknown>;
  readonly controller?: unknown;
}

/** Whether an answer is a stream of chunks. */
export function isStream(value: unknown): value is ApiStream {
  return (
    typeof value === "object" &&
    value !== null &&
    "iterator" in value &&
    typeof value.iterator === "function"
  );
}

/**
 * Looks at the chunks as the application takes them and ends the call with the last one, on an error, on an early
 * `break`, on abort, or when the stream is dropped unread. Takes no chunk itself.
 */
export function observeStream(stream: ApiStream, call: ModelCall, reader: StreamReader): void {
  const { iterator } = stream;
  const signal = signalOf(stream);
  const reading = new Reading(call, { reader, signal });
  stream.iterator = function (this: unknown) {
    const chunks = Reflect.apply(iterator, this, []);
    guard(() => observeIterator(chunks, reading));
    return chunks;
  };
  whenCollected(stream, () => reading.unread());
  // The signal may outlive the stream, so nothing that it calls may hold the stream.
  signal?.addEventListener("abort", () => reading.aborted(), { once: true });
}

function signalOf(stream: ApiStream): AbortSignal | undefined {
  const signal = fields(stream.controller)["signal"];
  return signal instanceof AbortSignal ? signal : undefined;
}

/** The class is what the span tells: the endpoint ended its answer without having said anything. */
class EmptyStreamError extends Error {}

/** Wraps the methods of the iterator itself, which stays the object that the client made. */
function observeIterator(chunks: AsyncIterator<unknown>, reading: Reading): void {
  const next = chunks.next.bind(chunks);
  const close = chunks.return?.bind(chunks);
  const fail = chunks.throw?.bind(chunks);
  chunks.next = (...args) => reading.next(() => next(...args));
  if (close !== undefined) {
    chunks.return = (...args) => {
      reading.finish();
      return close(...args);
    };
  }
  if (fail !== undefined) {
    chunks.throw = (error) => {
      reading.finish(error ?? null);
      return fail(error);
    };
  }
  reading.begin();
  whenCollected(chunks, () => reading.finish());
}

class Reading {
  readonly #call: ModelCall;
  readonly #reader: StreamReader;
  readonly #signal: AbortSignal | undefined;
  #begun = false;
  #waiting = 0;
  readonly #took = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    this.#waiting -= 1;
    if (result.done === true) this.finish(this.#faultOfEnd());
    else this.#chunk(result.value);
    return result;
  };
  readonly #failed = (error: unknown): never => {
    this.#waiting -= 1;
    this.finish(error ?? null);
    throw error;
  };

  constructor(
    call: ModelCall,
    { reader, signal }: { reader: StreamReader; signal: AbortSignal | undefined },
  ) {
    this.#call = call;
    this.#reader = reader;
    this.#signal = signal;
  }

  /** An iterator exists; from now on it decides, not the stream object. */
  begin(): void {
    this.#begun = true;
  }

  /** One `then` and no `async` function: this runs for each chunk. */
  next(take: () => Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> {
    const taken = take();
    // An iterator that the application put there may answer without a promise.
    if (!(taken instanceof Promise)) return taken;
    this.#waiting += 1;
    return taken.then(this.#took, this.#failed);
  }

  /** The stream object is gone. */
  unread(): void {
    if (!this.#begun) this.finish();
  }

  /** A read that waits for a chunk tells itself how it ended: the client also aborts after an error. */
  aborted(): void {
    if (this.#waiting === 0) this.finish(this.#signal?.reason ?? null);
  }

  finish(error?: unknown): void {
    guard(() => this.#call.response(this.#reader.result()));
    this.#call.end(error);
  }

  /** The client ends the chunks of an aborted stream as if they were complete. */
  #faultOfEnd(): unknown {
    if (this.#signal?.aborted === true) return this.#signal.reason ?? null;
    const said = Object.values(this.#reader.result()).flat();
    return said.some((value) => value !== undefined) ? undefined : new EmptyStreamError();
  }

  #chunk(chunk: unknown): void {
    this.#call.chunk();
    try {
      this.#reader.chunk(fields(chunk));
    } catch (error) {
      diag.error("could not read a streamed chunk", error);
    }
  }
}
