import type { ResourceSource } from "../../trace/resource-view.ts";
import type { Scope } from "../../trace/scope.ts";
import type { SpanRecord } from "../../trace/span-record.ts";
import type { Batch } from "../batch.ts";
import type { ProtobufWriter } from "./protobuf-writer.ts";

/** How spans and requests are written: as protobuf or as JSON. */
export interface RequestFormat {
  readonly contentType: Batch["contentType"];
  /** Stands between two spans of a scope. */
  readonly separator: Uint8Array;
  /** Appends one span to the writer. Throws when it does not fit. */
  encodeSpan(writer: ProtobufWriter, span: SpanRecord): void;
  encodeResource(resource: ResourceSource): Uint8Array;
  encodeScope(scope: Scope): EncodedScope;
  /** Everything of a request that is no span. */
  frame(resource: Uint8Array, groups: readonly FramedGroup[]): Frame;
}

/** A scope's own fields. */
export interface EncodedScope {
  /** Before the spans. */
  readonly head: Uint8Array;
  /** After the spans. */
  readonly tail: Uint8Array;
}

/** The spans of one scope, to be framed. */
export interface FramedGroup {
  readonly scope: EncodedScope;
  /** Bytes of the spans with their separators. */
  readonly bytes: number;
}

/** The bytes around the spans: `head`, and for each group what stands before and after it, and `tail`. */
export interface Frame {
  readonly head: Uint8Array;
  readonly groups: readonly EncodedScope[];
  readonly tail: Uint8Array;
}
