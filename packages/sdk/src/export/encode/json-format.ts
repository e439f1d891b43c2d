import { Buffer } from "node:buffer";
import { cleanAttributes } from "../../trace/clean-attributes.ts";
import type { ResourceSource } from "../../trace/resource-view.ts";
import type { Scope } from "../../trace/scope.ts";
import type { SpanRecord } from "../../trace/span-record.ts";
import { jsonAttributes, jsonText } from "./json-any-value.ts";
import { jsonSpan } from "./json-span.ts";
import { type ProtobufWriter, TooLargeError, utf8Length } from "./protobuf-writer.ts";
import type { EncodedScope, Frame, FramedGroup, RequestFormat } from "./request-format.ts";

/** `ExportTraceServiceRequest` as JSON. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export const jsonFormat: RequestFormat = {
  contentType: "application/json",
  separator: Buffer.from(","),
  encodeSpan,
  encodeResource,
  encodeScope,
  frame,
};

function encodeSpan(writer: ProtobufWriter, span: SpanRecord): void {
  const limit = writer.limit - writer.position;
  for (const entry of span.attributeList) {
    // Before much larger texts are built from it.
    if (typeof entry === "string" && entry.length > limit) throw new TooLargeError();
  }
  const text = jsonSpan(span);
  const bytes = utf8Length(text, limit);
  writer.ensure(bytes);
  writer.text(text, bytes);
}

function encodeResource({ attributes, schemaUrl }: ResourceSource): Uint8Array {
  const clean = Object.entries(cleanAttributes(attributes).attributes);
  const url = schemaUrl === undefined ? "" : `,"schemaUrl":${jsonText(schemaUrl)}`;
  return Buffer.from(`"resource":{"attributes":${jsonAttributes(clean)}}${url}`);
}

function encodeScope({ name, version, schemaUrl, attributes = {} }: Scope): EncodedScope {
  const versionText = version === undefined ? "" : `,"version":${jsonText(version)}`;
  const list = jsonAttributes(Object.entries(attributes));
  const scope = `{"name":${jsonText(name)}${versionText},"attributes":${list}}`;
  const url = schemaUrl === undefined ? "" : `,"schemaUrl":${jsonText(schemaUrl)}`;
  return { head: Buffer.from(`{"scope":${scope}${url},"spans":[`), tail: Buffer.from("]}") };
}

function frame(resource: Uint8Array, groups: readonly FramedGroup[]): Frame {
  return {
    head: Buffer.concat([Buffer.from('{"resourceSpans":[{'), resource, OPEN_SCOPES]),
    groups: groups.map(({ scope: { head, tail } }, index) => ({
      head: index === 0 ? head : Buffer.concat([COMMA, head]),
      tail,
    })),
    tail: Buffer.from("]}]}"),
  };
}

const OPEN_SCOPES = Buffer.from(',"scopeSpans":[');
const COMMA = Buffer.from(",");
