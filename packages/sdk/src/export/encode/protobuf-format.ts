import { Buffer } from "node:buffer";
import { cleanAttributes } from "../../trace/clean-attributes.ts";
import type { ResourceSource } from "../../trace/resource-view.ts";
import type { Scope } from "../../trace/scope.ts";
import { encodeKeyValue } from "./encode-any-value.ts";
import { encodeSpan } from "./encode-span.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";
import type { EncodedScope, Frame, FramedGroup, RequestFormat } from "./request-format.ts";

/** `ExportTraceServiceRequest` in binary. https://opentelemetry.io/docs/specs/otlp/#binary-protobuf-encoding */
export const protobufFormat: RequestFormat = {
  contentType: "application/x-protobuf",
  separator: Buffer.alloc(0),
  encodeSpan,
  encodeResource,
  encodeScope,
  frame,
};

/** The first fields of `ResourceSpans`; `schema_url` comes with them, since the order is free. */
function encodeResource({ attributes, schemaUrl }: ResourceSource): Uint8Array {
  return write((writer) => {
    writer.byte(0x0a);
    const mark = writer.open(2);
    encodeAttributes(writer, 0x0a, cleanAttributes(attributes).attributes);
    writer.close(mark, 2);
    encodeText(writer, 0x1a, schemaUrl);
  });
}

/** The fields of `ScopeSpans` beside the spans. */
function encodeScope({ name, version, schemaUrl, attributes }: Scope): EncodedScope {
  const head = write((writer) => {
    writer.byte(0x0a);
    const mark = writer.open(1);
    encodeText(writer, 0x0a, name);
    encodeText(writer, 0x12, version);
    if (attributes !== undefined) encodeAttributes(writer, 0x1a, attributes);
    writer.close(mark, 1);
    encodeText(writer, 0x1a, schemaUrl);
  });
  return { head, tail: NOTHING };
}

const NOTHING = Buffer.alloc(0);

function encodeAttributes(
  writer: ProtobufWriter,
  tag: number,
  attributes: Readonly<Record<string, unknown>>,
): void {
  for (const [key, value] of Object.entries(attributes)) encodeKeyValue(writer, tag, key, value);
}

function encodeText(writer: ProtobufWriter, tag: number, text: string | undefined): void {
  if (text === undefined || text === "") return;
  writer.ensure(1);
  writer.byte(tag);
  writer.string(text);
}

function frame(resource: Uint8Array, groups: readonly FramedGroup[]): Frame {
  const framed = groups.map(({ scope, bytes }) => ({
    head: withLength(0x12, scope.head.length + bytes, scope.head),
    tail: NOTHING,
    bytes,
  }));
  const inside = framed.reduce((sum, { head, bytes }) => sum + head.length + bytes, 0);
  const head = withLength(0x0a, resource.length + inside, resource);
  return { head, groups: framed, tail: NOTHING };
}

/** Tag and length of a message, and the first bytes of it. */
function withLength(tag: number, length: number, first: Uint8Array): Uint8Array {
  return write((writer) => {
    writer.byte(tag);
    writer.varint(length);
    writer.raw(first);
  });
}

function write(fields: (writer: ProtobufWriter) => void): Uint8Array {
  const writer = new ProtobufWriter(Buffer.allocUnsafe(512));
  fields(writer);
  return writer.buffer.subarray(0, writer.position);
}
