import { guard } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import { diag } from "@opentelemetry/api";
import { fields } from "../fields.ts";
import { ATTR_INCOMPLETE } from "../incomplete.ts";
import type { Incomplete } from "../incomplete.ts";
import { noteOpenCall } from "../open-calls.ts";
import type { StreamReader } from "./api.ts";
import { checkUntilDone } from "./unread-limit.ts";

/** The class is what the span tells: the endpoint ended its answer without having said anything. */
class EmptyStreamError extends Error {}

/** How far the application has read one stream. Ends the call once, whatever becomes of the stream. */
export class Reading {
  readonly #call: ModelCall;
  readonly #reader: StreamReader;
  readonly #signal: AbortSignal | undefined;
  readonly #forget: () => void;
  readonly #stopChecking: () => void;
  #begun = false;
  #ended = false;
  /** Reads that wait for a chunk. */
  #waiting = 0;
  #taken = 0;
  #takenBefore = 0;

  constructor(
    call: ModelCall,
    { reader, signal }: { reader: StreamReader; signal: AbortSignal | undefined },
  ) {
    this.#call = call;
    this.#reader = reader;
    this.#signal = signal;
    this.#forget = noteOpenCall(() => this.#giveUp("process_end"));
    this.#stopChecking = checkUntilDone(() => this.#endIfIdle());
  }

  /** An iterator exists; from now on it decides, not the stream object. */
  begin(): void {
    this.#begun = true;
  }

  /** Looks at what a read gives. One `then` and no `async` function: this runs for each chunk. */
  observe(taken: unknown): unknown {
    // An iterator that the application put there may answer without a promise.
    if (!(taken instanceof Promise) || this.#ended) return taken;
    this.#waiting += 1;
    return taken.then(this.#took, this.#failed);
  }

  /** The stream object is gone. */
  unread(): void {
    if (!this.#begun) this.#giveUp("unread");
  }

  /** The iterator is gone. */
  dropped(): void {
    this.#giveUp("dropped");
  }

  /** The reader stops early, unless the chunks have ended before. */
  left(): void {
    this.#giveUp("left");
  }

  /** A read that waits for a chunk tells itself how it ended: the client also aborts after an error. */
  aborted(): void {
    if (this.#waiting === 0) this.end(this.#signal?.reason ?? null);
  }

  end(...error: [] | [unknown]): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopChecking();
    this.#forget();
    guard(() => this.#call.response(this.#reader.result()));
    this.#call.end(...error);
  }

  readonly #took = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    this.#waiting -= 1;
    if (result.done === true) this.end(...this.#faultOfEnd());
    else this.#chunk(result.value);
    return result;
  };

  readonly #failed = (error: unknown): never => {
    this.#waiting -= 1;
    this.end(error ?? null);
    throw error;
  };

  /** The client ends the chunks of an aborted stream as if they were complete. */
  #faultOfEnd(): [] | [unknown] {
    if (this.#signal?.aborted === true) return [this.#signal.reason ?? null];
    const fault = this.#taken > 0 ? this.#reader.fault?.() : new EmptyStreamError();
    return fault === undefined ? [] : [fault];
  }

  #chunk(chunk: unknown): void {
    this.#taken += 1;
    if (this.#ended) return;
    this.#call.chunk();
    try {
      this.#reader.chunk(fields(chunk));
    } catch (error) {
      diag.error("could not read a streamed chunk", error);
    }
  }

  /** Whether the stream is done with: nobody has begun to read it, or the reader has left it open, for a whole period. */
  #endIfIdle(): boolean {
    const idle = this.#waiting === 0 && this.#taken === this.#takenBefore;
    this.#takenBefore = this.#taken;
    if (idle) this.#giveUp(this.#begun ? "dropped" : "unread");
    return this.#ended;
  }

  #giveUp(why: Incomplete): void {
    if (this.#ended) return;
    this.#call.response({ attributes: { [ATTR_INCOMPLETE]: why } });
    this.end();
  }
}
