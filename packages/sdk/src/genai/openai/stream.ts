import { genAiOptions, guard } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import { fields } from "../fields.ts";
import type { OpenAiApi } from "./api.ts";
import { Reading } from "./reading.ts";
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
export function observeStream(
  stream: ApiStream,
  call: ModelCall,
  { readStream }: Pick<OpenAiApi, "readStream">,
): void {
  const { iterator } = stream;
  const signal = signalOf(stream);
  const reading = new Reading(call, { reader: readStream(mostText()), signal });
  stream.iterator = function (this: unknown) {
    const chunks = Reflect.apply(iterator, this, []);
    guard(() => observeIterator(chunks, reading));
    return chunks;
  };
  whenCollected(stream, () => reading.unread());
  // The signal may outlive the stream, so nothing that it calls may hold the stream.
  signal?.addEventListener("abort", () => reading.aborted(), { once: true });
}

/** Contents are put together only where they are captured, and cut there: what is longer would be cut later anyway. */
function mostText(): number {
  const { capture, maxContentBytes } = genAiOptions();
  return capture === "none" ? 0 : maxContentBytes + BEYOND;
}

/** So that no secret is recorded in half: a redaction sees all of it, or what it sees half of is cut. */
const BEYOND = 4096;

function signalOf(stream: ApiStream): AbortSignal | undefined {
  const signal = fields(stream.controller)["signal"];
  return signal instanceof AbortSignal ? signal : undefined;
}

/** Wraps the methods of the iterator itself, which stays the object that the client made. */
function observeIterator(chunks: AsyncIterator<unknown>, reading: Reading): void {
  // oxlint-disable-next-line typescript/unbound-method -- they are called on the iterator
  const { next, return: close, throw: fail } = chunks;
  // Nobody gives an argument, and this runs for each chunk.
  const take = next.bind(chunks);
  override(chunks, "next", (...args) =>
    reading.observe(args.length === 0 ? take() : Reflect.apply(next, chunks, args)),
  );
  if (close !== undefined) {
    override(chunks, "return", (...args) => {
      reading.left();
      return Reflect.apply(close, chunks, args);
    });
  }
  if (fail !== undefined) {
    override(chunks, "throw", (...args) => {
      reading.end(args[0] ?? null);
      return Reflect.apply(fail, chunks, args);
    });
  }
  reading.begin();
  whenCollected(chunks, () => reading.dropped());
}

function override(
  chunks: AsyncIterator<unknown>,
  name: "next" | "return" | "throw",
  value: (...args: unknown[]) => unknown,
): void {
  Object.defineProperty(chunks, name, { value, configurable: true, writable: true });
}
