import { Buffer } from "node:buffer";
import type { Scope } from "../../trace/scope.ts";
import type { SpanRecord } from "../../trace/span-record.ts";
import { ProtobufWriter, TooLargeError } from "../encode/protobuf-writer.ts";
import type { RequestFormat } from "../encode/request-format.ts";
import type { EncodedSpan, EncodedSpans } from "./sealed-batch.ts";

/** Spans written one after the other into memory that is reused for every batch. */
export interface SpanLog {
  /** Bytes of the spans in it. */
  readonly bytes: number;
  /** Spans in it. */
  readonly items: number;
  /** Appends a span; throws, and stays as it was, when the span cannot be written or has more than `maxBytes`. */
  append(span: SpanRecord, maxBytes: number): void;
  /** The span that was appended last; valid as {@link contents} is. */
  last(): Uint8Array;
  /** The spans so far; valid until the next call of another method. */
  contents(): EncodedSpans;
  /** Forgets the spans. */
  clear(): void;
}

/** Creates an empty log. */
export function createSpanLog(format: RequestFormat): SpanLog {
  return new WriterLog(format);
}

const INITIAL_BYTES = 64 * 1024;
/** A larger buffer, which a very large span has made, is not kept. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

class WriterLog implements SpanLog {
  readonly #format: RequestFormat;
  #writer = createWriter();
  #scopes: Scope[] = [];
  #ends: number[] = [];

  constructor(format: RequestFormat) {
    this.#format = format;
  }

  get bytes(): number {
    return this.#writer.position;
  }

  get items(): number {
    return this.#ends.length;
  }

  append(span: SpanRecord, maxBytes: number): void {
    const writer = this.#writer;
    const start = writer.position;
    writer.limit = start + maxBytes;
    try {
      this.#format.encodeSpan(writer, span);
      if (writer.position > writer.limit) throw new TooLargeError();
    } catch (error) {
      writer.position = start;
      throw error;
    }
    this.#scopes.push(span.scope);
    this.#ends.push(writer.position);
  }

  last(): Uint8Array {
    return this.#writer.buffer.subarray(this.#ends.at(-2) ?? 0, this.#ends.at(-1) ?? 0);
  }

  contents(): EncodedSpans {
    let start = 0;
    const spans = this.#scopes.map((scope, index): EncodedSpan => {
      const end = this.#ends[index] ?? start;
      const span = { scope, start, end };
      start = end;
      return span;
    });
    return { source: this.#writer.buffer, spans };
  }

  clear(): void {
    this.#scopes = [];
    this.#ends = [];
    this.#writer.position = 0;
    if (this.#writer.buffer.length > MAX_KEPT_BYTES) this.#writer = createWriter();
  }
}

function createWriter(): ProtobufWriter {
  return new ProtobufWriter(Buffer.allocUnsafeSlow(INITIAL_BYTES));
}
