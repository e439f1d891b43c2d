import { Buffer } from "node:buffer";
import type { Scope } from "../../trace/scope.ts";
import type { Batch } from "../batch.ts";
import type { Frame, FramedGroup, RequestFormat } from "../encode/request-format.ts";
import type { BlockPool } from "./block-pool.ts";
import { type Body, type BodyWriter, createBodyWriter } from "./body.ts";

/** Encoded spans, where they stand. */
export interface EncodedSpans {
  readonly source: Uint8Array;
  readonly spans: readonly EncodedSpan[];
}

/** One span, from `start` to before `end` in the source. */
export interface EncodedSpan {
  readonly scope: Scope;
  readonly start: number;
  readonly end: number;
}

/** What batches are made with. */
export interface BatchTools {
  readonly format: RequestFormat;
  readonly pool: BlockPool;
  /** The encoded resource at the time of sealing. */
  readonly resource: Uint8Array;
}

/** Copies encoded spans into a request of their own, grouped by scope. The source may be reused afterwards. */
export function sealBatch({ source, spans }: EncodedSpans, tools: BatchTools): Batch {
  const { format, resource, pool } = tools;
  const groups = groupByScope(spans, format);
  const frame = format.frame(resource, groups);
  const bytes = measure(frame, groups);
  const writer = createBodyWriter(bytes, pool);
  const placed: EncodedSpan[] = [];
  appendAll(writer, frame.head);
  for (const [index, group] of groups.entries()) {
    const { head, tail } = frame.groups[index] ?? group.scope;
    appendAll(writer, head);
    appendSpans(writer, { source, spans: group.spans }, format.separator, placed);
    appendAll(writer, tail);
  }
  appendAll(writer, frame.tail);
  return new SealedBatch({ body: writer.finish(), bytes, spans: placed }, tools);
}

interface Group extends FramedGroup {
  readonly spans: readonly EncodedSpan[];
}

function groupByScope(spans: readonly EncodedSpan[], format: RequestFormat): readonly Group[] {
  const byScope = new Map<Scope, EncodedSpan[]>();
  for (const span of spans) {
    const group = byScope.get(span.scope);
    if (group === undefined) byScope.set(span.scope, [span]);
    else group.push(span);
  }
  return Array.from(byScope, ([scope, group]) => {
    const separators = format.separator.length * (group.length - 1);
    const bytes = group.reduce((sum, { start, end }) => sum + end - start, separators);
    return { scope: format.encodeScope(scope), bytes, spans: group };
  });
}

function measure(frame: Frame, groups: readonly Group[]): number {
  let bytes = frame.head.length + frame.tail.length;
  for (const { head, tail } of frame.groups) bytes += head.length + tail.length;
  for (const group of groups) bytes += group.bytes;
  return bytes;
}

function appendAll(writer: BodyWriter, part: Uint8Array): void {
  writer.append(part, 0, part.length);
}

/** Neighbours in the source that need no separator are copied as one. */
function appendSpans(
  writer: BodyWriter,
  { source, spans }: EncodedSpans,
  separator: Uint8Array,
  placed: EncodedSpan[],
): void {
  let from = 0;
  let to = 0;
  for (const [index, { scope, start, end }] of spans.entries()) {
    if (start !== to || separator.length > 0) {
      writer.append(source, from, to);
      if (index > 0) appendAll(writer, separator);
      from = start;
    }
    to = end;
    const at = writer.length + start - from;
    placed.push({ scope, start: at, end: at + end - start });
  }
  writer.append(source, from, to);
}

interface SealedParts {
  readonly body: Body;
  readonly bytes: number;
  /** Where the spans stand in the body. */
  readonly spans: readonly EncodedSpan[];
}

class SealedBatch implements Batch {
  readonly signal = "traces";
  readonly bytes: number;
  readonly #body: Body;
  readonly #spans: readonly EncodedSpan[];
  readonly #tools: BatchTools;

  constructor({ body, bytes, spans }: SealedParts, tools: BatchTools) {
    this.bytes = bytes;
    this.#body = body;
    this.#spans = spans;
    this.#tools = tools;
  }

  get items(): number {
    return this.#spans.length;
  }

  get body(): readonly Uint8Array[] {
    return this.#body.pieces;
  }

  get contentType(): Batch["contentType"] {
    return this.#tools.format.contentType;
  }

  split(): readonly [Batch, Batch] | undefined {
    const spans = this.#spans;
    if (spans.length < 2) return undefined;
    const source = Buffer.concat(this.#body.pieces);
    const middle = middleOf(spans);
    const first = sealBatch({ source, spans: spans.slice(0, middle) }, this.#tools);
    const second = sealBatch({ source, spans: spans.slice(middle) }, this.#tools);
    this.#body.release();
    return [first, second];
  }

  release(): void {
    this.#body.release();
  }
}

/** Where to divide so that both sides have a span, and about as many bytes as spans allow. */
function middleOf(spans: readonly EncodedSpan[]): number {
  const total = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  let sum = 0;
  const half = spans.findIndex(({ start, end }) => (sum += end - start) > total / 2);
  return Math.min(Math.max(half, 1), spans.length - 1);
}
